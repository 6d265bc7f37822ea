using Pharos.Rego.Tokens;

namespace Pharos.Rego.Tests.Tokens;

/// <summary>The vectors of RFC 8032, section 7.1.</summary>
public class Ed25519Tests
{
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Signs_and_verifies_as_the_rfc_does(string seed, string publicKey, string message, string signature)
    {
        byte[] secret = Convert.FromHexString(seed);
        byte[] text = Convert.FromHexString(message);
        Convert.ToHexStringLower(Ed25519.PublicKey(secret)).ShouldBe(publicKey);
        byte[] made = Ed25519.Sign(secret, text);
        Convert.ToHexStringLower(made).ShouldBe(signature);
        Ed25519.Verify(Convert.FromHexString(publicKey), text, made).ShouldBeTrue();
    }

    [Fact]
    public void A_signature_with_any_bit_changed_is_refused()
    {
        byte[] seed = new byte[32];
        new Random(5).NextBytes(seed);
        byte[] key = Ed25519.PublicKey(seed);
        byte[] message = "what was signed"u8.ToArray();
        byte[] signature = Ed25519.Sign(seed, message);
        for (int bit = 0; bit < 512; bit += 7)
        {
            byte[] changed = [.. signature];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Ed25519.Verify(key, message, changed).ShouldBeFalse();
        }

        Ed25519.Verify(key, "something else"u8, signature).ShouldBeFalse();
    }

    [Fact]
    public void A_response_beyond_the_order_is_refused_because_it_would_be_a_second_signature()
    {
        byte[] seed = new byte[32];
        byte[] key = Ed25519.PublicKey(seed);
        byte[] signature = Ed25519.Sign(seed, "m"u8);
        var order = System.Numerics.BigInteger.Pow(2, 252) + System.Numerics.BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
        var response = new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true) + order;
        response.TryWriteBytes(signature.AsSpan(32), out _, isUnsigned: true).ShouldBeTrue();
        Ed25519.Verify(key, "m"u8, signature).ShouldBeFalse();
    }

    [Fact]
    public void Any_bytes_as_key_and_signature_are_refused_or_verified_without_an_exception()
    {
        var random = new Random(17);
        var key = new byte[32];
        var signature = new byte[64];
        for (int i = 0; i < 200; i++)
        {
            random.NextBytes(key);
            random.NextBytes(signature);
            Ed25519.Verify(key, "m"u8, signature).ShouldBeFalse();
        }
    }
}
