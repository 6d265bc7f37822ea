using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Pharos.Hook;

// The same client as the sh shim, for machines without curl: pharos-hook EVENT SUBJECT DATA [AGENT] <payload >answer. No references, because start-up is
// most of its time. An agent treats most failures of a hook as consent, so every failure becomes the refusal that the event understands.
const int maximumPayloadBytes = 64 * 1024 * 1024;
const int maximumAnswerBytes = 1024 * 1024;
var deadline = TimeSpan.FromSeconds(8);

var (name, subject, data) = args is [var first, var second, var third, ..] ? (first, second, third) : (args.Length > 0 ? args[0] : "", "", "");
var words = new AgentWords(args is [_, _, _, var fourth, ..] ? fourth : AgentWords.ClaudeCode, name);
try
{
    if (args.Length > 4 || !words.IsKnown || name.Length == 0 || !name.All(char.IsAsciiLetter) || subject.Length == 0 || !subject.All(c => char.IsAsciiLetterOrDigit(c) || "._@:-".Contains(c)))
    {
        return Refuse("usage: pharos-hook EVENT SUBJECT DATA [AGENT]");
    }

    // Reading the payload is under the deadline too: an agent that never closes the pipe must not be waited for until its own limit passes the action.
    using var limit = new CancellationTokenSource(deadline);
    var payload = await ReadToEndAsync(Console.OpenStandardInput(), maximumPayloadBytes, limit.Token);
    return await AskAsync(payload, limit.Token);
}
catch (OperationCanceledException)
{
    return Refuse($"the gate did not answer in time; see: pharos hook status {words.Agent}");
}
catch (Exception problem) when (problem is IOException or SocketException or UnauthorizedAccessException or InvalidDataException or FormatException or ArgumentException)
{
    return Refuse($"asking the gate failed ({problem.GetType().Name}); see: pharos hook status {words.Agent}");
}

async Task<int> AskAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
{
    var token = (await File.ReadAllTextAsync(Path.Combine(data, "tokens", subject + ".hook"), cancellationToken)).Trim();
    if (token.Length == 0 || token.Any(char.IsControl))
    {
        return Refuse($"its token file is not one header line; run: pharos hook install {words.Agent}");
    }

    using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    try
    {
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(data, "pharos.sock")), cancellationToken);
    }
    catch (SocketException)
    {
        return IsGlassBroken() ? Print(words.Away)
            : Refuse("the gate cannot be reached. Start it with: pharos serve");
    }

    await using var stream = new NetworkStream(socket);
    var head = $"POST /hooks/{words.Agent}?event={name} HTTP/1.1\r\nHost: localhost\r\n{token}\r\nContent-Type: application/json\r\n"
        + $"Content-Length: {payload.Length.ToString(CultureInfo.InvariantCulture)}\r\nConnection: close\r\n\r\n";
    await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
    await stream.WriteAsync(payload, cancellationToken);
    var response = Encoding.UTF8.GetString((await ReadToEndAsync(stream, maximumAnswerBytes, cancellationToken)).Span);
    return BodyOf(response) is { } answer && words.IsAnswer(answer) ? Print(answer)
        : Refuse("the gate answered something that is not an answer to this event");
}

// The server states the length of every hook answer, so a cut answer is told from a whole one.
static string? BodyOf(string response)
{
    var end = response.IndexOf("\r\n\r\n", StringComparison.Ordinal);
    if (end < 0 || !response.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
    {
        return null;
    }

    var length = response[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?[15..].Trim();
    var body = response[(end + 4)..];
    return int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && Encoding.UTF8.GetByteCount(body) == bytes ? body : null;
}

static async Task<ReadOnlyMemory<byte>> ReadToEndAsync(Stream source, int maximum, CancellationToken cancellationToken)
{
    var buffer = new byte[16 * 1024];
    var used = 0;
    while (true)
    {
        var read = await source.ReadAsync(buffer.AsMemory(used), cancellationToken);
        if (read == 0)
        {
            return buffer.AsMemory(0, used);
        }

        used += read;
        if (used > maximum)
        {
            throw new InvalidDataException("Too long.");
        }

        if (used == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }
    }
}

bool IsGlassBroken()
{
    var file = new FileInfo(Path.Combine(data, "break-glass"));
    if (!file.Exists || file.LinkTarget is not null || file.Length > 4096)
    {
        return false;
    }

    var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
    if (File.ReadLines(file.FullName).FirstOrDefault()?.Split(' ') is not ["until", var until]
        || !long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var end) || now >= end || end > now + 3600)
    {
        return false;
    }

    File.AppendAllText(Path.Combine(data, "break-glass.used"), $"{now} {name}\n");
    return true;
}

static int Print(string answer)
{
    Console.Out.WriteLine(answer);
    return 0;
}

int Refuse(string reason)
{
    if (!words.Stops)
    {
        Console.Error.WriteLine($"Pharos: {reason}");
        return Print(words.GoOn);
    }

    if (words.Refusal(reason) is { } refusal)
    {
        Print(refusal);
        if (words.PrintIsEnough)
        {
            return 0;
        }
    }

    Console.Error.WriteLine($"Pharos did not allow this: {reason}");
    return 2;
}
