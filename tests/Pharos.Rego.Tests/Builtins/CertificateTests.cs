using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pharos.Rego.Builtins;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Builtins;

public class CertificateTests
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2036, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private const string During = "1800000000000000000";

    [Fact]
    public void A_certificate_is_shown_with_its_names_uses_and_times()
    {
        (string pem, _) = Chain();
        RegoObject leaf = (RegoObject)((RegoArray)Value("crypto.x509.parse_certificates", pem))[1];
        Field(leaf, "Subject", "CommonName").ShouldBe("\"api.example.com\"");
        Field(leaf, "Subject", "Organization").ShouldBe("[\"Acme\"]");
        Field(leaf, "Issuer", "CommonName").ShouldBe("\"Test Root\"");
        Field(leaf, "DNSNames").ShouldBe("[\"api.example.com\", \"*.apps.example.com\"]");
        Field(leaf, "EmailAddresses").ShouldBe("[\"ops@example.com\"]");
        Field(leaf, "IPAddresses").ShouldBe("[\"10.1.2.3\"]");
        Field(leaf, "URIStrings").ShouldBe("[\"spiffe://example.com/api\"]");
        Field(leaf, "NotBefore").ShouldBe("\"2026-01-01T00:00:00Z\"");
        Field(leaf, "IsCA").ShouldBe("false");
        Field(leaf, "KeyUsage").ShouldBe("1");
        Field(leaf, "ExtKeyUsage").ShouldBe("[1]");
        Field(leaf, "SignatureAlgorithm").ShouldBe("10");
        Field(leaf, "PublicKeyAlgorithm").ShouldBe("3");
        Field(leaf, "Version").ShouldBe("3");
        Field(leaf, "SerialNumber").ShouldBe("66051");
    }

    [Theory]
    [InlineData("{\"CurrentTime\":" + During + "}", "true")]
    [InlineData("{\"CurrentTime\":" + During + ",\"DNSName\":\"api.example.com\"}", "true")]
    [InlineData("{\"CurrentTime\":" + During + ",\"DNSName\":\"a.apps.example.com\"}", "true")]
    [InlineData("{\"CurrentTime\":" + During + ",\"DNSName\":\"example.org\"}", "false")]
    [InlineData("{\"CurrentTime\":1000000000000000000}", "false")]
    [InlineData("{\"CurrentTime\":" + During + ",\"KeyUsages\":[\"KeyUsageClientAuth\"]}", "false")]
    [InlineData("{\"CurrentTime\":" + During + ",\"KeyUsages\":[\"KeyUsageClientAuth\",\"KeyUsageAny\"]}", "true")]
    public void A_chain_is_verified_for_its_time_host_and_use(string options, string expected)
    {
        (string pem, _) = Chain();
        var result = (RegoArray)Value("crypto.x509.parse_and_verify_certificates_with_options", pem, options);
        result[0].ToString().ShouldBe(expected);
        ((RegoArray)result[1]).Count.ShouldBe(expected == "true" ? 2 : 0);
    }

    [Theory]
    [InlineData("{\"DNSName\":1}", "'DNSName' should be a string")]
    [InlineData("{\"KeyUsages\":[\"Nope\"]}", "invalid entries for 'KeyUsages' found: [Nope]")]
    [InlineData("{\"Other\":1}", "invalid key option")]
    public void Options_that_make_no_sense_are_errors(string options, string expected) =>
        Call.Json("crypto.x509.parse_and_verify_certificates_with_options", Quoted(Chain().Pem), options)
            .ShouldBe("eval_builtin_error crypto.x509.parse_and_verify_certificates_with_options: " + expected);

    [Fact]
    public void One_certificate_is_no_chain_and_text_is_none()
    {
        Call.Json("crypto.x509.parse_and_verify_certificates", "\"text\"").ShouldBe("[false, []]");
        Call.Json("crypto.x509.parse_and_verify_certificates", Quoted(Chain().Pem[..Chain().Pem.IndexOf("-----END", StringComparison.Ordinal)])).ShouldBe("[false, []]");
    }

    [Fact]
    public void A_key_belongs_to_its_certificate_and_to_no_other()
    {
        (string pem, ECDsa key) = Chain();
        string leaf = pem[pem.LastIndexOf("-----BEGIN", StringComparison.Ordinal)..];
        var pair = (RegoObject)Value("crypto.x509.parse_keypair", leaf, Quoted(key.ExportPkcs8PrivateKeyPem()));
        Field(pair, "PrivateKey", "D").ShouldNotBe("absent");
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Call.Json("crypto.x509.parse_keypair", Quoted(leaf), Quoted(other.ExportPkcs8PrivateKeyPem()))
            .ShouldBe("eval_builtin_error crypto.x509.parse_keypair: tls: private key does not match public key");
    }

    [Fact]
    public void A_private_key_becomes_a_json_web_key_that_signs()
    {
        using RSA rsa = RSA.Create(2048);
        string key = Call.Json("crypto.x509.parse_rsa_private_key", Quoted(rsa.ExportRSAPrivateKeyPem()));
        string token = Call.Json("io.jwt.encode_sign", "{\"alg\":\"RS256\"}", "{}", key);
        Call.Json("io.jwt.verify_rs256", token, Quoted(rsa.ExportSubjectPublicKeyInfoPem())).ShouldBe("true");
        ((RegoArray)Value("crypto.parse_private_keys", rsa.ExportPkcs8PrivateKeyPem())).Count.ShouldBe(1);
        Call.Json("crypto.parse_private_keys", "\"\"").ShouldBe("null");
    }

    [Fact]
    public void A_request_is_shown_with_the_names_it_asks_for()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=wanted", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("wanted.example.com");
        request.CertificateExtensions.Add(names.Build());
        var shown = (RegoObject)Value("crypto.x509.parse_certificate_request", request.CreateSigningRequestPem());
        Field(shown, "Subject", "CommonName").ShouldBe("\"wanted\"");
        Field(shown, "DNSNames").ShouldBe("[\"wanted.example.com\"]");
    }

    [Fact]
    public void Any_bytes_are_a_certificate_or_an_error()
    {
        var random = new Random(37);
        (string pem, _) = Chain();
        byte[] whole = X509Certificate2.CreateFromPem(pem).RawData;
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = [.. whole];
            for (int edits = random.Next(1, 6); edits > 0; edits--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            string text = Quoted(Convert.ToBase64String(bytes.AsSpan(0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length))));
            foreach (string name in (ReadOnlySpan<string>)["crypto.x509.parse_certificates", "crypto.x509.parse_certificate_request", "crypto.x509.parse_and_verify_certificates"])
            {
                RegoValue? result = Call.Value(name, out BuiltinError? error, text);
                (result is not null || error is not null).ShouldBeTrue();
            }
        }
    }

    private static (string Pem, ECDsa Key) Chain()
    {
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=Test Root", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 authority = root.CreateSelfSigned(From, Until);
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = new CertificateRequest("CN=api.example.com, O=Acme", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("api.example.com");
        names.AddDnsName("*.apps.example.com");
        names.AddEmailAddress("ops@example.com");
        names.AddIpAddress(IPAddress.Parse("10.1.2.3"));
        names.AddUri(new Uri("spiffe://example.com/api"));
        leaf.CertificateExtensions.Add(names.Build());
        leaf.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        leaf.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using X509Certificate2 certificate = leaf.Create(authority, From, Until, [1, 2, 3]);
        return (authority.ExportCertificatePem() + "\n" + certificate.ExportCertificatePem() + "\n", key);
    }

    private static RegoValue Value(string name, string text, params string[] more) =>
        Call.Value(name, out BuiltinError? error, [Quoted(text), .. more]).ShouldNotBeNull(error?.ToString());

    private static string Field(RegoObject of, params string[] path)
    {
        RegoValue value = of;
        foreach (string name in path)
        {
            if (value is not RegoObject entries || !entries.TryGet(name, out RegoValue? next))
            {
                return "absent";
            }

            value = next;
        }

        return value.ToString();
    }

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
