using System.Security.Cryptography;
using System.Text;

namespace Pharos.Storage;

/// <summary>What stands in the tables for a nonce: always as long, and nothing that somebody could send.</summary>
internal static class NonceKey
{
    public static byte[] Of(string scope, string nonce) => SHA256.HashData(Encoding.UTF8.GetBytes($"{scope.Length}\n{scope}\n{nonce}"));
}
