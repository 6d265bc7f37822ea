using System.Formats.Asn1;

namespace Pharos.Rego.Builtins.Certificates;

/// <summary>The numbers that Go gives to signature algorithms.</summary>
internal static class SignatureNames
{
    internal static string Number(ReadOnlyMemory<byte> der)
    {
        AsnReader algorithm = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        return algorithm.ReadObjectIdentifier() switch
        {
            "1.2.840.113549.1.1.2" => "1",
            "1.2.840.113549.1.1.4" => "2",
            "1.2.840.113549.1.1.5" or "1.3.14.3.2.29" => "3",
            "1.2.840.113549.1.1.11" => "4",
            "1.2.840.113549.1.1.12" => "5",
            "1.2.840.113549.1.1.13" => "6",
            "1.2.840.10040.4.3" => "7",
            "2.16.840.1.101.3.4.3.2" => "8",
            "1.2.840.10045.4.1" => "9",
            "1.2.840.10045.4.3.2" => "10",
            "1.2.840.10045.4.3.3" => "11",
            "1.2.840.10045.4.3.4" => "12",
            "1.2.840.113549.1.1.10" => Pss(algorithm),
            "1.3.101.112" => "16",
            _ => "0",
        };
    }

    private static string Pss(AsnReader algorithm)
    {
        if (!algorithm.HasData)
        {
            return "0";
        }

        AsnReader parameters = algorithm.ReadSequence();
        var hash = new Asn1Tag(TagClass.ContextSpecific, 0);
        if (!parameters.HasData || !parameters.PeekTag().HasSameClassAndValue(hash))
        {
            return "0";
        }

        return parameters.ReadSequence(hash).ReadSequence().ReadObjectIdentifier() switch
        {
            "2.16.840.1.101.3.4.2.1" => "13",
            "2.16.840.1.101.3.4.2.2" => "14",
            "2.16.840.1.101.3.4.2.3" => "15",
            _ => "0",
        };
    }
}
