using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Pharos.Rego.Tokens;

/// <summary>
/// Signatures of RFC 8032 over Curve25519, which the framework lacks. Verifying needs no secret; signing is not hardened against someone
/// who measures its time on the same machine.
/// </summary>
internal static class Ed25519
{
    internal const int KeySize = 32;
    internal const int SignatureSize = 64;

    private static readonly BigInteger Order =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", NumberStyles.None, CultureInfo.InvariantCulture);

    internal static byte[] PublicKey(ReadOnlySpan<byte> seed) => Multiple(Scalar(SHA512.HashData(seed)));

    internal static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        byte[] expanded = SHA512.HashData(seed);
        BigInteger secret = Scalar(expanded);
        byte[] publicKey = Multiple(secret);
        BigInteger nonce = Reduced(expanded.AsSpan(32), [], message);
        byte[] commitment = Multiple(nonce);
        BigInteger response = (nonce + (Reduced(commitment, publicKey, message) * secret)) % Order;
        var signature = new byte[SignatureSize];
        commitment.CopyTo(signature, 0);
        response.TryWriteBytes(signature.AsSpan(32), out _, isUnsigned: true);
        return signature;
    }

    internal static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != KeySize || signature.Length != SignatureSize || EdwardsPoint.Decode(publicKey) is not { } point)
        {
            return false;
        }

        var response = new BigInteger(signature[32..], isUnsigned: true);
        // A response beyond the order would be a second signature of the same message.
        return response < Order
            && EdwardsPoint.Sum(response, EdwardsPoint.Base, Reduced(signature[..32], publicKey, message), -point).Encode().AsSpan().SequenceEqual(signature[..32]);
    }

    private static byte[] Multiple(BigInteger factor) => EdwardsPoint.Sum(factor, EdwardsPoint.Base, BigInteger.Zero, EdwardsPoint.Base).Encode();

    private static BigInteger Scalar(ReadOnlySpan<byte> expanded)
    {
        Span<byte> bytes = stackalloc byte[32];
        expanded[..32].CopyTo(bytes);
        bytes[0] &= 0xf8;
        bytes[31] = (byte)((bytes[31] & 0x7f) | 0x40);
        return new BigInteger(bytes, isUnsigned: true);
    }

    private static BigInteger Reduced(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> message)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(first);
        hash.AppendData(second);
        hash.AppendData(message);
        return new BigInteger(hash.GetHashAndReset(), isUnsigned: true) % Order;
    }
}
