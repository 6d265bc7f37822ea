using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>A server that is a process of its own: messages over its standard input and output. What it writes to standard error goes to ours untouched.</summary>
internal sealed class ChildServer : IMcpUpstream
{
    // The specification asks a client to close the input, wait, then terminate, then kill.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // Its input holds tens of thousands of bytes that it did not read yet.
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(1);

    private const string ReadsNoMore = "The server does not read what it is sent, so it was ended.";

    private readonly Process _process;
    private readonly MessageWriter _input;
    private readonly int _longestLine;

    private readonly TimeProvider _clock;

    private readonly TimeSpan _patience;

    private volatile bool _readsNoMore;

    private ChildServer(Process process, int longestLine, TimeProvider clock, TimeSpan patience) =>
        (_process, _input, _longestLine, _clock, _patience) = (process, new MessageWriter(process.StandardInput.BaseStream), longestLine, clock, patience);

    /// <inheritdoc/>
    public IUpstreamGuard? Guard { get; set; }

    /// <summary>Starts a command.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="longestLine">Longest message.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="patience">How long it may leave its input unread; null for a minute. Then it is ended, because nobody could tell it anything, not even that the client has gone.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static ChildServer Start(IReadOnlyList<string> command, int longestLine, TimeProvider clock, TimeSpan? patience = null)
    {
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var word in command.Skip(1))
        {
            start.ArgumentList.Add(word);
        }

        // Gate and server get to know different secrets.
        start.Environment.Remove(Reviews.ReviewAccess.TokenVariable);
        try
        {
            return new ChildServer(Process.Start(start) ?? throw new IOException($"{command[0]} could not be started."), longestLine, clock, patience ?? DefaultPatience);
        }
        catch (Win32Exception problem)
        {
            throw new IOException($"{command[0]} cannot be started: {problem.Message}", problem);
        }
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(JsonRpcMessage message, CancellationToken cancellationToken)
    {
        if (_readsNoMore)
        {
            throw new IOException(ReadsNoMore);
        }

        try
        {
            await _input.WriteAsync(message.Raw, cancellationToken).AsTask().WaitAsync(_patience, _clock, cancellationToken);
        }
        catch (TimeoutException problem)
        {
            _readsNoMore = true;
            Terminate();
            throw new IOException(ReadsNoMore, problem);
        }
        catch (ObjectDisposedException problem)
        {
            throw new IOException("The server's input is closed.", problem);
        }
    }

    /// <inheritdoc/>
    public async Task<int> RunAsync(Func<MessageLine, ValueTask> receive, CancellationToken cancellationToken)
    {
        await using var ending = cancellationToken.Register(static state => ((ChildServer)state!).Terminate(), this);
        var lines = new MessageLines(_process.StandardOutput.BaseStream, _longestLine);
        while (await lines.ReadAsync(CancellationToken.None) is { } line)
        {
            await receive(line);
        }

        await WaitOrKillAsync();
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask CloseAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The server closed it first.
        }

        await WaitOrKillAsync();
    }

    /// <inheritdoc/>
    public void Learn(string tool, System.Text.Json.JsonElement inputSchema)
    {
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await WaitOrKillAsync();
        _input.Dispose();
        _process.Dispose();
    }

    private async Task WaitOrKillAsync()
    {
        for (var step = 0; !_process.HasExited && step < 3; step++)
        {
            using var late = new CancellationTokenSource(Grace, _clock);
            try
            {
                await _process.WaitForExitAsync(late.Token);
            }
            catch (OperationCanceledException) when (step == 0)
            {
                Terminate();
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
    }

    private void Terminate()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("/bin/kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }
    }
}
