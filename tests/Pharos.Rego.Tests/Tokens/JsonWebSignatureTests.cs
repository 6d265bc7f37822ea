using System.Security.Cryptography;
using System.Text;
using Pharos.Rego.Tokens;

namespace Pharos.Rego.Tests.Tokens;

public class JsonWebSignatureTests
{
    private static readonly byte[] Payload = "{\"files\":[]}"u8.ToArray();

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public void A_secret_signs_and_verifies(string algorithm)
    {
        SignatureKey.TryRead(algorithm, "a shared secret", out SignatureKey? key, out string? error).ShouldBeTrue(error);
        RoundTrip(algorithm, key!, key!);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    public void Rsa_pem_keys_sign_and_verify(string algorithm)
    {
        using RSA rsa = RSA.Create(2048);
        RoundTrip(algorithm, Read(algorithm, rsa.ExportRSAPrivateKeyPem()), Read(algorithm, rsa.ExportSubjectPublicKeyInfoPem()));
        RoundTrip(algorithm, Read(algorithm, rsa.ExportPkcs8PrivateKeyPem()), Read(algorithm, rsa.ExportSubjectPublicKeyInfoPem()));
    }

    [Theory]
    [InlineData("ES256", "nistP256")]
    [InlineData("ES384", "nistP384")]
    [InlineData("ES512", "nistP521")]
    public void Elliptic_pem_keys_sign_and_verify(string algorithm, string curve)
    {
        using ECDsa key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        RoundTrip(algorithm, Read(algorithm, key.ExportECPrivateKeyPem()), Read(algorithm, key.ExportSubjectPublicKeyInfoPem()));
        RoundTrip(algorithm, Read(algorithm, key.ExportPkcs8PrivateKeyPem()), Read(algorithm, key.ExportSubjectPublicKeyInfoPem()));
    }

    [Fact]
    public void An_edwards_key_signs_and_verifies()
    {
        const string Jwk = """{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";
        RoundTrip("EdDSA", Read("EdDSA", Jwk), Read("EdDSA", Jwk));
    }

    [Fact]
    public void A_public_key_cannot_sign_and_says_so()
    {
        using RSA rsa = RSA.Create(2048);
        SignatureKey key = Read("RS256", rsa.ExportSubjectPublicKeyInfoPem());
        key.CanSign.ShouldBeFalse();
        JsonWebSignature.TrySign("RS256", key, "{}", Payload, out _, out string? error).ShouldBeFalse();
        error.ShouldBe("the key cannot sign with RS256: the algorithm needs another kind of key, or its private half");
    }

    [Fact]
    public void A_public_key_is_never_taken_for_a_secret()
    {
        using RSA rsa = RSA.Create(2048);
        string pem = rsa.ExportSubjectPublicKeyInfoPem();
        JsonWebSignature.TrySign("HS256", SignatureKey.Secret(Encoding.UTF8.GetBytes(pem)), "{\"alg\":\"HS256\"}", Payload, out string? token, out _).ShouldBeTrue();
        JsonWebSignature.TryParse(token!, out JsonWebSignature? parsed, out _).ShouldBeTrue();
        parsed!.IsSignedBy("HS256", Read("RS256", pem)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("a.b", "encoded JWT must have 3 sections, found 2")]
    [InlineData("ab", "encoded JWT had no period separators")]
    [InlineData("a.b.c", "JWT header had invalid encoding: illegal base64url string: a")]
    [InlineData("YQ.Y*.YQ", "JWT payload had invalid encoding: illegal base64 data at input byte 1")]
    public void Text_that_is_no_token_is_refused_with_the_reason(string token, string expected)
    {
        JsonWebSignature.TryParse(token, out _, out string? error).ShouldBeFalse();
        error.ShouldBe(expected);
    }

    [Fact]
    public void Any_text_is_a_key_or_is_refused()
    {
        var random = new Random(23);
        using RSA rsa = RSA.Create(2048);
        using ECDsa elliptic = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string[] seeds =
        [
            rsa.ExportRSAPrivateKeyPem(), rsa.ExportSubjectPublicKeyInfoPem(), elliptic.ExportECPrivateKeyPem(), elliptic.ExportPkcs8PrivateKeyPem(),
            """{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}""",
        ];
        for (int i = 0; i < 2000; i++)
        {
            char[] text = seeds[i % seeds.Length].ToCharArray();
            for (int edits = random.Next(1, 4); edits > 0; edits--)
            {
                text[random.Next(text.Length)] = (char)random.Next(10, 127);
            }

            bool read = SignatureKeys.TryRead(new string(text), out _, out string? error);
            (read || !string.IsNullOrEmpty(error)).ShouldBeTrue();
        }
    }

    private static SignatureKey Read(string algorithm, string text)
    {
        SignatureKey.TryRead(algorithm, text, out SignatureKey? key, out string? error).ShouldBeTrue(error);
        return key!;
    }

    private static void RoundTrip(string algorithm, SignatureKey signer, SignatureKey verifier)
    {
        JsonWebSignature.TrySign(algorithm, signer, "{\"alg\":\"" + algorithm + "\"}", Payload, out string? token, out string? error).ShouldBeTrue(error);
        JsonWebSignature.TryParse(token!, out JsonWebSignature? parsed, out _).ShouldBeTrue();
        parsed!.Payload.ToArray().ShouldBe(Payload);
        parsed.IsSignedBy(algorithm, verifier).ShouldBeTrue();
        JsonWebSignature.Verify(algorithm, verifier, "other"u8, parsed.Signature.Span).ShouldBeFalse();
    }
}
