using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pharos.Server.Security;

/// <summary>
/// Who sits at the other end of a Unix socket, as the kernel says (SO_PEERCRED). The socket's mode keeps others out already; this also holds when somebody
/// loosens the mode or passes the open socket on.
/// </summary>
internal static class PeerCredentials
{
    private const int SolSocket = 1;
    private const int SoPeerCredentials = 17;

    /// <summary>This process's effective user id, or null where /proc is absent.</summary>
    public static uint? OwnUser { get; } = ReadOwnUser();

    /// <summary>Whether the peer is this user or root. Where the kernel gives no answer the socket's mode decides alone.</summary>
    public static bool IsTrusted(Socket socket) => ReadPeerUser(socket) is not { } peer || OwnUser is not { } own || peer == own || peer == 0;

    private static uint? ReadPeerUser(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            Span<byte> credentials = stackalloc byte[12];
            var length = socket.GetRawSocketOption(SolSocket, SoPeerCredentials, credentials);
            return length == credentials.Length ? MemoryMarshal.Read<uint>(credentials[4..8]) : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static uint? ReadOwnUser()
    {
        if (!File.Exists("/proc/self/status"))
        {
            return null;
        }

        // The line holds the real, effective, saved and file-system ids.
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        var ids = line?.Split('\t', StringSplitOptions.RemoveEmptyEntries);
        return ids is { Length: > 2 } && uint.TryParse(ids[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }
}
