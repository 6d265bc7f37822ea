using System.Security.Cryptography;
using System.Text;
using Pharos.Rego.Bundles;
using Pharos.Rego.Tokens;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Bundles;

public sealed class BundleSignatureTests
{
    [Fact]
    public void The_digest_of_a_document_is_that_of_its_meaning()
    {
        var (one, _) = BundleHash.Of(File("x/data.json", """{"b": [1.50, "<\u00e9\n>"], "a": {}}"""));
        var (other, _) = BundleHash.Of(File("data.json", """{ "a":{},"b":[ 1.50,"<é\n>" ] }"""));
        one.ShouldBe(other);
        one.ShouldBe(Convert.ToHexStringLower(SHA256.HashData("""{"a":{},"b":[1.50,"<é\n>"]}"""u8)));
        BundleHash.Of(File("data.json", """{"a":{},"b":[1.5,"<é\n>"]}""")).Hash.ShouldNotBe(one);
    }

    [Fact]
    public void The_digest_of_another_file_is_that_of_its_bytes() =>
        BundleHash.Of(File("a.json", "{ }")).Hash.ShouldBe(Convert.ToHexStringLower(SHA256.HashData("{ }"u8)));

    [Fact]
    public void The_digest_of_YAML_is_that_of_the_JSON_it_stands_for() =>
        BundleHash.Of(File("data.yaml", "b: [1, two]\na: true\n")).Hash.ShouldBe(BundleHash.Of(File("data.json", """{"a":true,"b":[1,"two"]}""")).Hash);

    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("PS512")]
    [InlineData("ES384")]
    public void A_signed_bundle_is_verified_with_its_key(string algorithm)
    {
        var (secret, open) = Keys(algorithm);
        var files = Signed(new BundleSigner(algorithm, secret, "k1"));
        var bundle = Archives.Read(files, Verification(algorithm, open));
        bundle.Signature!.IsVerified.ShouldBeTrue();
        bundle.Signature.KeyId.ShouldBe("k1");
        bundle.Signature.Files.Select(file => file.Name).ShouldBe([".manifest", "a.rego", "x/data.json"]);
    }

    [Fact]
    public void A_file_added_changed_or_removed_after_signing_is_named()
    {
        var key = SignatureKey.Secret("a secret"u8);
        var signed = Signed(new BundleSigner("HS256", key, "k1"));
        var changed = new BundleFiles();
        foreach (var file in signed.All.Where(file => file.Path != "x/data.json"))
        {
            changed.TryAdd(file.Path == "a.rego" ? File("a.rego", "package a\n\nallow := true") : file);
        }

        changed.TryAdd(File("evil.txt", "no policy, but not signed either"));
        Archives.Problems(changed, Verification("HS256", key)).Select(problem => (problem.Code, problem.File)).ShouldBe(
            [("bundle.file-changed", "a.rego"), ("bundle.file-added", "evil.txt"), ("bundle.file-removed", "x/data.json")]);
    }

    [Fact]
    public void A_file_that_is_excluded_need_not_be_signed()
    {
        var key = SignatureKey.Secret("a secret"u8);
        var signed = Signed(new BundleSigner("HS256", key, "k1"));
        signed.TryAdd(File("docs/notes.txt", "later"));
        Archives.Read(signed, Verification("HS256", key) with { Exclude = ["docs/*"] }).Signature!.IsVerified.ShouldBeTrue();
        Archives.Problems(signed, Verification("HS256", key) with { Exclude = ["*"] }).Single().File.ShouldBe("docs/notes.txt");
    }

    [Fact]
    public void An_unsigned_bundle_is_refused_where_a_key_is_required() =>
        Archives.Problems(Archives.Files(("a.rego", "package a")), Verification("HS256", SignatureKey.Secret("a secret"u8))).Single().Code.ShouldBe("bundle.unsigned");

    [Fact]
    public void An_unsigned_bundle_is_refused_where_any_key_is_known()
    {
        var anyOf = Verification("HS256", SignatureKey.Secret("a secret"u8)) with { KeyId = null };
        Archives.Problems(Archives.Files(("a.rego", "package a")), anyOf).Single().Code.ShouldBe("bundle.unsigned");
        Archives.Read(Signed(new BundleSigner("HS256", SignatureKey.Secret("a secret"u8), "k1")), anyOf).Signature!.IsVerified.ShouldBeTrue();
    }

    [Fact]
    public void A_signed_bundle_is_refused_where_no_key_is_known() =>
        Archives.Problems(Signed(new BundleSigner("HS256", SignatureKey.Secret("a secret"u8), "k1"))).Single().Message.ShouldContain("no key");

    [Fact]
    public void Another_key_another_algorithm_or_another_scope_is_refused()
    {
        var key = SignatureKey.Secret("a secret"u8);
        var signed = Signed(new BundleSigner("HS256", key, "k1", (RegoObject)RegoValue.ParseJson("""{"scope":"write","iss":"ci"}""")));
        Archives.Read(signed, Verification("HS256", key) with { Scope = "write" }).Signature!.Scope.ShouldBe("write");
        foreach (var wrong in (BundleVerification[])
            [
                Verification("HS256", SignatureKey.Secret("another"u8)) with { Scope = "write" },
                Verification("HS512", key) with { Scope = "write" },
                Verification("HS256", key),
                Verification("HS256", key) with { Scope = "read" },
            ])
        {
            Archives.Problems(signed, wrong).Single().Code.ShouldBe("bundle.signature");
        }
    }

    [Fact]
    public void The_public_key_is_never_taken_for_a_shared_secret()
    {
        using var rsa = RSA.Create(2048);
        var pem = rsa.ExportSubjectPublicKeyInfoPem();
        var forged = Signed(new BundleSigner("HS256", SignatureKey.Secret(Encoding.UTF8.GetBytes(pem)), "k1"));
        SignatureKey.TryRead("RS256", pem, out var open, out _).ShouldBeTrue();
        Archives.Problems(forged, Verification("RS256", open)).Single().Code.ShouldBe("bundle.signature");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"signatures":[]}""")]
    [InlineData("""{"signatures":["a.b.c","d.e.f"]}""")]
    [InlineData("""{"signatures":["a.b"]}""")]
    [InlineData("""{"signatures":["e30.e30.AA"],"plugin":"cloud"}""")]
    [InlineData("""{"signatures":["W10.e30.AA"]}""")]
    [InlineData("""{"signatures":["e30.eyJmaWxlcyI6WzFdfQ.AA"]}""")]
    public void A_signature_file_that_makes_no_sense_is_refused(string text) =>
        Archives.Problems(Archives.Files((".signatures.json", text)), Verification("HS256", SignatureKey.Secret("a secret"u8))).Single().Code.ShouldBe("bundle.signature");

    private static BundleFiles Signed(BundleSigner signer)
    {
        var files = Archives.Files((".manifest", """{"revision":"1"}"""), ("a.rego", "package a"), ("x/data.json", """{"n":1}"""));
        var (signature, problem) = signer.Sign(files);
        problem.ShouldBeNull();
        files.TryAdd(signature!).ShouldBeTrue();
        return files;
    }

    private static BundleVerification Verification(string algorithm, SignatureKey key) =>
        new() { KeyId = "k1", Keys = new Dictionary<string, BundleKey> { ["k1"] = new(algorithm, key) } };

    private static (SignatureKey Secret, SignatureKey Open) Keys(string algorithm)
    {
        if (algorithm.StartsWith("HS", StringComparison.Ordinal))
        {
            return (SignatureKey.Secret("a secret"u8), SignatureKey.Secret("a secret"u8));
        }

        if (algorithm.StartsWith("ES", StringComparison.Ordinal))
        {
            using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            return (Key(algorithm, curve.ExportPkcs8PrivateKeyPem()), Key(algorithm, curve.ExportSubjectPublicKeyInfoPem()));
        }

        using var rsa = RSA.Create(2048);
        return (Key(algorithm, rsa.ExportPkcs8PrivateKeyPem()), Key(algorithm, rsa.ExportSubjectPublicKeyInfoPem()));
    }

    private static SignatureKey Key(string algorithm, string pem)
    {
        SignatureKey.TryRead(algorithm, pem, out var key, out var error).ShouldBeTrue(error);
        return key;
    }

    private static BundleFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));
}
