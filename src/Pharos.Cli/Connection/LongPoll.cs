namespace Pharos.Cli.Connection;

/// <summary>
/// Waits for minutes by questions that each wait for seconds, so that no single one of them outlasts what a connection, the server, or anything between the two allows.
/// </summary>
/// <param name="clock">The clock.</param>
internal sealed class LongPoll(TimeProvider clock)
{
    /// <summary>How long one question waits at most.</summary>
    public static readonly TimeSpan Round = TimeSpan.FromSeconds(20);

    // A server that does not wait, because it stops or holds too many that do, is not asked in a circle.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Asks until there is an answer, or the time is over; then it gives the last reply. What is no answer but a refusal ends it at once.</summary>
    /// <param name="wait">How long.</param>
    /// <param name="ask">Asks once, waiting for as long as it is told.</param>
    /// <param name="isAnswered">Whether a reply is what was waited for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ServerReply> AskAsync(TimeSpan wait, Func<TimeSpan, Task<ServerReply>> ask, Func<ServerReply, bool> isAnswered, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var left = wait - clock.GetElapsedTime(began);
            var round = left > Round ? Round : left > TimeSpan.Zero ? left : TimeSpan.Zero;
            var asked = clock.GetTimestamp();
            var reply = await ask(round);
            if (!reply.IsOk || isAnswered(reply) || clock.GetElapsedTime(began) >= wait)
            {
                return reply;
            }

            if (clock.GetElapsedTime(asked) < Pause)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }
}
