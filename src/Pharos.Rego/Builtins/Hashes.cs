using System.Security.Cryptography;
using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Digests and message authentication codes, as lower-case hexadecimal.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "Rego offers SHA-1 by name; the policy chooses.")]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "Rego offers MD5 by name; the policy chooses.")]
internal static class Hashes
{
    internal static IEnumerable<Builtin> All =>
    [
        Digest("crypto.md5", MD5.HashData),
        Digest("crypto.sha1", SHA1.HashData),
        Digest("crypto.sha256", SHA256.HashData),
        Code("crypto.hmac.md5", HMACMD5.HashData),
        Code("crypto.hmac.sha1", HMACSHA1.HashData),
        Code("crypto.hmac.sha256", HMACSHA256.HashData),
        Code("crypto.hmac.sha512", HMACSHA512.HashData),
        new("crypto.hmac.equal", 2, false, static (c, a) => c.Text(a, 1, out string left) && c.Text(a, 2, out string right)
            ? RegoBoolean.Of(CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right)))
            : null),
    ];

    private static Builtin Digest(string name, Func<byte[], byte[]> hash) =>
        new(name, 1, false, (c, a) => c.Text(a, 1, out string text) ? RegoString.Of(Convert.ToHexStringLower(hash(Encoding.UTF8.GetBytes(text)))) : null);

    private static Builtin Code(string name, Func<byte[], byte[], byte[]> hash) =>
        new(name, 2, false, (c, a) => c.Text(a, 1, out string text) && c.Text(a, 2, out string key)
            ? RegoString.Of(Convert.ToHexStringLower(hash(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text))))
            : null);
}
