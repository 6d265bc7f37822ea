using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins.Certificates;

/// <summary>Reads the extensions of certificates.</summary>
internal static class CertificateExtensions
{
    private static readonly string[] Absent =
    [
        "ExtraExtensions", "UnhandledCriticalExtensions", "ExtKeyUsage", "UnknownExtKeyUsage", "SubjectKeyId", "AuthorityKeyId", "OCSPServer",
        "IssuingCertificateURL", "DNSNames", "EmailAddresses", "IPAddresses", "URIs", "PermittedDNSDomains", "ExcludedDNSDomains", "PermittedIPRanges",
        "ExcludedIPRanges", "PermittedEmailAddresses", "ExcludedEmailAddresses", "PermittedURIDomains", "ExcludedURIDomains", "CRLDistributionPoints",
        "PolicyIdentifiers", "Policies", "PolicyMappings", "URIStrings",
    ];

    private static readonly string[] Off =
        ["BasicConstraintsValid", "IsCA", "MaxPathLenZero", "PermittedDNSDomainsCritical", "InhibitAnyPolicyZero", "InhibitPolicyMappingZero", "RequireExplicitPolicyZero"];

    private static readonly string[] Nought = ["KeyUsage", "MaxPathLen", "InhibitAnyPolicy", "InhibitPolicyMapping", "RequireExplicitPolicy"];

    private static readonly string[] Usages =
    [
        "2.5.29.37.0", "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.3", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.5", "1.3.6.1.5.5.7.3.6",
        "1.3.6.1.5.5.7.3.7", "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9", "1.3.6.1.4.1.311.10.3.3", "2.16.840.1.113730.4.1", "1.3.6.1.4.1.311.2.1.22",
        "1.3.6.1.4.1.311.61.1.1",
    ];

    internal static void SetDefaults(RegoObject.Builder fields)
    {
        foreach (string name in Absent)
        {
            fields.Set(name, RegoNull.Instance);
        }

        foreach (string name in Off)
        {
            fields.Set(name, RegoBoolean.False);
        }

        foreach (string name in Nought)
        {
            fields.Set(name, RegoNumber.Of(0));
        }
    }

    /// <summary>The object identifier of an extended key usage by its number in Go.</summary>
    internal static string Usage(int number) => Usages[number];

    internal static void Set(RegoObject.Builder fields, AsnReader extensions, bool onlyNames = false)
    {
        var all = new List<RegoValue>();
        while (extensions.HasData)
        {
            AsnReader extension = extensions.ReadSequence();
            string id = extension.ReadObjectIdentifier();
            bool critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            byte[] value = extension.ReadOctetString();
            all.Add(RegoObject.Of(("Id", CertificateReader.Identifier(id)), ("Critical", RegoBoolean.Of(critical)), ("Value", CertificateReader.Bytes(value))));
            if (id == "2.5.29.17")
            {
                SetNames(fields, value, withStrings: !onlyNames);
            }
            else if (!onlyNames)
            {
                SetOne(fields, id, new AsnReader(value, AsnEncodingRules.DER));
            }
        }

        fields.Set("Extensions", RegoArray.From(all));
    }

    private static void SetOne(RegoObject.Builder fields, string id, AsnReader value)
    {
        switch (id)
        {
            case "2.5.29.15":
                fields.Set("KeyUsage", RegoNumber.Of(KeyUsage(value.ReadBitString(out _))));
                break;
            case "2.5.29.19":
                AsnReader constraints = value.ReadSequence();
                bool isAuthority = constraints.HasData && constraints.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && constraints.ReadBoolean();
                long length = constraints.HasData && constraints.TryReadInt32(out int path) ? path : -1;
                fields.Set("BasicConstraintsValid", RegoBoolean.True);
                fields.Set("IsCA", RegoBoolean.Of(isAuthority));
                fields.Set("MaxPathLen", RegoNumber.Of(length));
                fields.Set("MaxPathLenZero", RegoBoolean.Of(length == 0));
                break;
            case "2.5.29.14":
                fields.Set("SubjectKeyId", CertificateReader.Bytes(value.ReadOctetString()));
                break;
            case "2.5.29.35":
                AsnReader authority = value.ReadSequence();
                var keyId = new Asn1Tag(TagClass.ContextSpecific, 0);
                if (authority.HasData && authority.PeekTag().HasSameClassAndValue(keyId))
                {
                    fields.Set("AuthorityKeyId", CertificateReader.Bytes(authority.ReadOctetString(keyId)));
                }

                break;
            case "2.5.29.37":
                SetUsages(fields, value.ReadSequence());
                break;
            case "2.5.29.32":
                SetPolicies(fields, value.ReadSequence());
                break;
            case "2.5.29.31":
                SetDistribution(fields, value.ReadSequence());
                break;
            case "1.3.6.1.5.5.7.1.1":
                SetAccess(fields, value.ReadSequence());
                break;
        }
    }

    private static long KeyUsage(byte[] bits)
    {
        long usage = 0;
        for (int i = 0; i < 9 && i / 8 < bits.Length; i++)
        {
            usage |= (bits[i / 8] & (0x80 >> (i % 8))) != 0 ? 1L << i : 0;
        }

        return usage;
    }

    private static void SetUsages(RegoObject.Builder fields, AsnReader list)
    {
        var known = new List<RegoValue>();
        var unknown = new List<RegoValue>();
        while (list.HasData)
        {
            string id = list.ReadObjectIdentifier();
            int number = Array.IndexOf(Usages, id);
            (number < 0 ? unknown : known).Add(number < 0 ? CertificateReader.Identifier(id) : RegoNumber.Of(number));
        }

        fields.Set("ExtKeyUsage", OrNull(known));
        fields.Set("UnknownExtKeyUsage", OrNull(unknown));
    }

    private static void SetPolicies(RegoObject.Builder fields, AsnReader list)
    {
        var ids = new List<string>();
        while (list.HasData)
        {
            ids.Add(list.ReadSequence().ReadObjectIdentifier());
        }

        fields.Set("PolicyIdentifiers", RegoArray.From(ids.Select(CertificateReader.Identifier)));
        fields.Set("Policies", RegoArray.From(ids.Select(RegoString.Of)));
    }

    private static void SetDistribution(RegoObject.Builder fields, AsnReader list)
    {
        var urls = new List<RegoValue>();
        var wrap = new Asn1Tag(TagClass.ContextSpecific, 0);
        while (list.HasData)
        {
            AsnReader point = list.ReadSequence();
            if (!point.HasData || !point.PeekTag().HasSameClassAndValue(wrap))
            {
                continue;
            }

            AsnReader name = point.ReadSequence(wrap);
            if (!name.HasData || !name.PeekTag().HasSameClassAndValue(wrap))
            {
                continue;
            }

            AsnReader names = name.ReadSequence(wrap);
            while (names.HasData)
            {
                Add(names, 6, urls);
            }
        }

        fields.Set("CRLDistributionPoints", OrNull(urls));
    }

    private static void SetAccess(RegoObject.Builder fields, AsnReader list)
    {
        var responders = new List<RegoValue>();
        var issuers = new List<RegoValue>();
        while (list.HasData)
        {
            AsnReader access = list.ReadSequence();
            string method = access.ReadObjectIdentifier();
            Add(access, 6, method == "1.3.6.1.5.5.7.48.1" ? responders : method == "1.3.6.1.5.5.7.48.2" ? issuers : []);
        }

        fields.Set("OCSPServer", OrNull(responders));
        fields.Set("IssuingCertificateURL", OrNull(issuers));
    }

    private static void SetNames(RegoObject.Builder fields, byte[] value, bool withStrings)
    {
        var hosts = new List<RegoValue>();
        var mails = new List<RegoValue>();
        var addresses = new List<RegoValue>();
        var urls = new List<RegoValue>();
        AsnReader names = new AsnReader(value, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            int kind = names.PeekTag().TagValue;
            switch (kind)
            {
                case 1 or 2 or 6:
                    Add(names, kind, kind == 1 ? mails : kind == 2 ? hosts : urls);
                    break;
                case 7:
                    byte[] address = names.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 7));
                    addresses.Add(address.Length is 4 or 16
                        ? RegoString.Of(new IPAddress(address).ToString())
                        : throw new CryptographicException("x509: cannot parse IP address of length " + address.Length));
                    break;
                default:
                    names.ReadEncodedValue();
                    break;
            }
        }

        fields.Set("DNSNames", OrNull(hosts));
        fields.Set("EmailAddresses", OrNull(mails));
        fields.Set("IPAddresses", OrNull(addresses));
        fields.Set("URIs", OrNull([.. urls.Select(static u => GoUrl(((RegoString)u).Value))]));
        if (withStrings)
        {
            fields.Set("URIStrings", OrNull(urls));
        }
    }

    private static void Add(AsnReader names, int kind, List<RegoValue> list)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, kind);
        if (names.PeekTag().HasSameClassAndValue(tag))
        {
            list.Add(RegoString.Of(names.ReadCharacterString(UniversalTagNumber.IA5String, tag)));
        }
        else
        {
            names.ReadEncodedValue();
        }
    }

    private static RegoValue OrNull(List<RegoValue> items) => items.Count == 0 ? RegoNull.Instance : RegoArray.From(items);

    private static RegoObject GoUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url))
        {
            throw new CryptographicException($"x509: cannot parse URI \"{text}\"");
        }

        bool opaque = !text.AsSpan(url.Scheme.Length).StartsWith("://");
        return RegoObject.Of(
            ("Scheme", RegoString.Of(url.Scheme)), ("Opaque", RegoString.Of(opaque ? text[(url.Scheme.Length + 1)..] : string.Empty)), ("User", RegoNull.Instance),
            ("Host", RegoString.Of(opaque ? string.Empty : url.Authority)), ("Path", RegoString.Of(opaque ? string.Empty : Uri.UnescapeDataString(url.AbsolutePath))),
            ("RawPath", RegoString.Empty), ("RawQuery", RegoString.Of(url.Query.TrimStart('?'))), ("Fragment", RegoString.Of(url.Fragment.TrimStart('#'))),
            ("RawFragment", RegoString.Empty), ("ForceQuery", RegoBoolean.False), ("OmitHost", RegoBoolean.False));
    }
}
