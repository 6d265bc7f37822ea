using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pharos.Rego;

namespace Pharos.Policies;

/// <summary>Names a set of policies by its content.</summary>
public static class PolicyVersion
{
    /// <summary>First 16 hexadecimal digits of SHA-256 over every (id, bytes), sorted by id, and the data; each part with its length, so that no two sets of parts read alike.</summary>
    public static string Of(PolicySources sources)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var module in sources.Modules.OrderBy(module => module.Id, StringComparer.Ordinal))
        {
            Add(hash, module.Id);
            Add(hash, module.Source);
            if (module.Version == RegoVersion.V0)
            {
                // The same text means something else in the older dialect.
                Add(hash, "v0");
            }
        }

        Add(hash, sources.Data.ToJson());
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static void Add(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
