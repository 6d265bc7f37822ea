using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pharos.Rego.Tests.Network;

/// <summary>A server on this machine that gives its answers in turn, the last one for good, or none.</summary>
internal sealed class Loopback : IDisposable
{
    /// <summary>At the end of an answer: nothing more comes, and the connection stays open.</summary>
    internal const char Stalls = '\u2026';

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<string> _answers;

    internal Loopback(params string[] answers)
    {
        _answers = new Queue<string>(answers);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Url = $"http://127.0.0.1:{Port}/path?x=1";
        new Thread(Serve) { IsBackground = true }.Start();
    }

    internal int Port { get; }

    internal string Url { get; }

    internal List<string> Seen { get; } = [];

    public void Dispose() => _listener.Dispose();

    private void Serve()
    {
        try
        {
            while (true)
            {
                using TcpClient client = _listener.AcceptTcpClient();
                using NetworkStream stream = client.GetStream();
                string request = string.Empty;
                var chunk = new byte[4096];
                int expected = int.MaxValue;
                while (request.Length < expected)
                {
                    int count = stream.Read(chunk);
                    if (count == 0)
                    {
                        break;
                    }

                    request += Encoding.ASCII.GetString(chunk, 0, count);
                    int end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                    if (end >= 0)
                    {
                        string? length = request[..end].Split("\r\n").FirstOrDefault(static l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
                        expected = end + 4 + (length is null ? 0 : int.Parse(length[15..], CultureInfo.InvariantCulture));
                    }
                }

                Seen.Add(request);
                string? answer = _answers.Count > 1 ? _answers.Dequeue() : _answers.TryPeek(out string? last) ? last : null;
                stream.Write(Encoding.ASCII.GetBytes(answer?.TrimEnd(Stalls) ?? string.Empty));
                if (answer?.EndsWith(Stalls) == false)
                {
                    client.Client.Shutdown(SocketShutdown.Send);
                    continue;
                }

                // The client gives up, which ends the read.
                _ = stream.ReadByte();
            }
        }
        catch (Exception e) when (e is SocketException or IOException or InvalidOperationException)
        {
            // The test is over and has closed the listener.
        }
    }
}
