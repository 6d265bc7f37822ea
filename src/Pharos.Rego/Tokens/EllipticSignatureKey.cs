using System.Security.Cryptography;

namespace Pharos.Rego.Tokens;

/// <summary>A key on one of the curves of NIST; without its secret number it only verifies.</summary>
internal sealed class EllipticSignatureKey(ECParameters parameters) : SignatureKey
{
    public override bool CanSign => parameters.D is not null;

    internal ECParameters Parameters => parameters;

    internal override bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (algorithm.Family != SignatureFamily.Ecdsa || Aligned(signature) is not { } aligned)
        {
            return false;
        }

        using ECDsa key = ECDsa.Create(parameters);
        return key.VerifyData(data, aligned, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    internal override byte[]? Sign(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data)
    {
        if (algorithm.Family != SignatureFamily.Ecdsa || parameters.D is null)
        {
            return null;
        }

        using ECDsa key = ECDsa.Create(parameters);
        return key.SignData(data, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    // Both halves are numbers, so leading zeros say nothing; the framework wants exactly as many as the curve is wide.
    private byte[]? Aligned(ReadOnlySpan<byte> signature)
    {
        int width = parameters.Q.X!.Length;
        ReadOnlySpan<byte> r = signature[..(signature.Length / 2)].TrimStart((byte)0);
        ReadOnlySpan<byte> s = signature[(signature.Length / 2)..].TrimStart((byte)0);
        if (r.Length > width || s.Length > width)
        {
            return null;
        }

        var aligned = new byte[2 * width];
        r.CopyTo(aligned.AsSpan(width - r.Length));
        s.CopyTo(aligned.AsSpan((2 * width) - s.Length));
        return aligned;
    }
}
