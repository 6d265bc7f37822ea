using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using Pharos.Rego.Tokens;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins.Certificates;

/// <summary>Reads certificates and requests for them (RFC 5280, RFC 2986) into the fields that OPA shows, which are those of Go.</summary>
internal static class CertificateReader
{
    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 3);

    /// <summary>The certificates that stand one after another in DER.</summary>
    internal static List<byte[]> Split(ReadOnlyMemory<byte> der)
    {
        var all = new AsnReader(der, AsnEncodingRules.DER);
        var found = new List<byte[]>();
        while (all.HasData)
        {
            found.Add(all.ReadEncodedValue().ToArray());
        }

        return found;
    }

    internal static RegoObject.Builder Certificate(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        AsnReader whole = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var fields = new RegoObject.Builder(48);
        ReadOnlyMemory<byte> signed = whole.PeekEncodedValue();
        AsnReader body = whole.ReadSequence();
        string algorithm = SignatureNames.Number(whole.ReadEncodedValue());
        fields.Set("Raw", Bytes(der));
        fields.Set("RawTBSCertificate", Bytes(signed));
        fields.Set("Signature", Bytes(whole.ReadBitString(out _)));
        fields.Set("SignatureAlgorithm", Integer(algorithm));
        int version = body.PeekTag().HasSameClassAndValue(Version) ? (int)body.ReadSequence(Version).ReadInteger() : 0;
        fields.Set("Version", RegoNumber.Of(version + 1));
        fields.Set("SerialNumber", RegoNumber.Of(body.ReadInteger()));
        body.ReadEncodedValue();
        SetName(fields, "Issuer", body.ReadEncodedValue());
        AsnReader validity = body.ReadSequence();
        fields.Set("NotBefore", RegoString.Of(Time(validity)));
        fields.Set("NotAfter", RegoString.Of(Time(validity)));
        SetName(fields, "Subject", body.ReadEncodedValue());
        SetKey(fields, body.ReadEncodedValue());
        CertificateExtensions.SetDefaults(fields);
        fields.Set("Extensions", RegoNull.Instance);
        while (body.HasData)
        {
            if (body.PeekTag().HasSameClassAndValue(Extensions))
            {
                CertificateExtensions.Set(fields, body.ReadSequence(Extensions).ReadSequence());
            }
            else
            {
                body.ReadEncodedValue();
            }
        }

        return fields;
    }

    internal static RegoObject Request(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        AsnReader whole = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var fields = new RegoObject.Builder(20);
        ReadOnlyMemory<byte> signed = whole.PeekEncodedValue();
        AsnReader body = whole.ReadSequence();
        fields.Set("Raw", Bytes(der));
        fields.Set("RawTBSCertificateRequest", Bytes(signed));
        fields.Set("SignatureAlgorithm", Integer(SignatureNames.Number(whole.ReadEncodedValue())));
        fields.Set("Signature", Bytes(whole.ReadBitString(out _)));
        fields.Set("Version", RegoNumber.Of(body.ReadInteger()));
        SetName(fields, "Subject", body.ReadEncodedValue());
        SetKey(fields, body.ReadEncodedValue());
        foreach (string name in (ReadOnlySpan<string>)["Extensions", "ExtraExtensions", "DNSNames", "EmailAddresses", "IPAddresses", "URIs"])
        {
            fields.Set(name, RegoNull.Instance);
        }

        fields.Set("Attributes", RegoArray.Empty);
        if (body.HasData)
        {
            AsnReader attributes = body.ReadSetOf(skipSortOrderValidation: true, Version);
            while (attributes.HasData)
            {
                AsnReader attribute = attributes.ReadSequence();
                if (attribute.ReadObjectIdentifier() == "1.2.840.113549.1.9.14")
                {
                    CertificateExtensions.Set(fields, attribute.ReadSetOf(skipSortOrderValidation: true).ReadSequence(), onlyNames: true);
                }
            }
        }

        return fields.Build();
    }

    internal static RegoValue Bytes(ReadOnlyMemory<byte> bytes) => RegoString.Of(Convert.ToBase64String(bytes.Span));

    internal static RegoArray Identifier(string text) =>
        RegoArray.From(text.Split('.').Select(static p => RegoNumber.Of(BigInteger.Parse(p, NumberStyles.None, CultureInfo.InvariantCulture))));

    private static RegoNumber Integer(string digits) => RegoNumber.Of(long.Parse(digits, CultureInfo.InvariantCulture));

    private static string Time(AsnReader reader)
    {
        DateTimeOffset time = reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
        return time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private static void SetKey(RegoObject.Builder fields, ReadOnlyMemory<byte> der)
    {
        fields.Set("RawSubjectPublicKeyInfo", Bytes(der));
        SignatureKey? key = DerKeys.Public(der);
        fields.Set("PublicKeyAlgorithm", RegoNumber.Of(key switch { RsaSignatureKey => 1, EllipticSignatureKey => 3, EdwardsSignatureKey => 4, _ => 0 }));
        fields.Set("PublicKey", key is null ? RegoNull.Instance : GoKeys.Public(key));
    }

    private static void SetName(RegoObject.Builder fields, string field, ReadOnlyMemory<byte> der)
    {
        fields.Set("Raw" + field, Bytes(der));
        var parts = new Dictionary<string, List<RegoValue>>(StringComparer.Ordinal);
        var names = new List<RegoValue>();
        AsnReader sets = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        while (sets.HasData)
        {
            AsnReader set = sets.ReadSetOf(skipSortOrderValidation: true);
            while (set.HasData)
            {
                AsnReader pair = set.ReadSequence();
                string type = pair.ReadObjectIdentifier();
                RegoValue value = Value(pair);
                names.Add(RegoObject.Of(("Type", Identifier(type)), ("Value", value)));
                if (!parts.TryGetValue(type, out List<RegoValue>? list))
                {
                    parts[type] = list = [];
                }

                list.Add(value);
            }
        }

        RegoValue Many(string type) => parts.TryGetValue(type, out List<RegoValue>? list) ? RegoArray.From(list) : RegoNull.Instance;
        RegoValue One(string type) => parts.TryGetValue(type, out List<RegoValue>? list) ? list[^1] : RegoString.Empty;
        fields.Set(field, RegoObject.Of(
            ("Country", Many("2.5.4.6")), ("Organization", Many("2.5.4.10")), ("OrganizationalUnit", Many("2.5.4.11")), ("Locality", Many("2.5.4.7")),
            ("Province", Many("2.5.4.8")), ("StreetAddress", Many("2.5.4.9")), ("PostalCode", Many("2.5.4.17")), ("SerialNumber", One("2.5.4.5")),
            ("CommonName", One("2.5.4.3")), ("Names", names.Count == 0 ? RegoNull.Instance : RegoArray.From(names)), ("ExtraNames", RegoNull.Instance)));
    }

    private static RegoValue Value(AsnReader reader)
    {
        Asn1Tag tag = reader.PeekTag();
        return tag.TagClass == TagClass.Universal && (UniversalTagNumber)tag.TagValue is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString
            or UniversalTagNumber.IA5String or UniversalTagNumber.T61String or UniversalTagNumber.BMPString or UniversalTagNumber.NumericString or UniversalTagNumber.VisibleString
            ? RegoString.Of(reader.ReadCharacterString((UniversalTagNumber)tag.TagValue))
            : Bytes(reader.ReadEncodedValue());
    }
}
