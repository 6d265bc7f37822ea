using Pharos.Agents;
using Pharos.Server.Events;

namespace Pharos.Server.Mcp.Transport;

/// <summary>Ends what outlives its request's check: when the token is revoked or expires, and when the server stops.</summary>
internal sealed class TokenWatch(TokenLedger tokens, StreamOptions options, TimeProvider clock, CancellationToken stopping)
{
    /// <summary>A source that is cancelled as soon as anything ends. Dispose it.</summary>
    public Watched While(Guid tokenId, params CancellationToken[] ends) => new(this, tokenId, ends);

    /// <summary>What is watched.</summary>
    internal sealed class Watched : IDisposable
    {
        private readonly CancellationTokenSource _source;
        private readonly ITimer _timer;

        public Watched(TokenWatch watch, Guid tokenId, CancellationToken[] ends)
        {
            _source = CancellationTokenSource.CreateLinkedTokenSource([watch._stopping, .. ends]);
            _timer = watch._clock.CreateTimer(
                _ =>
                {
                    if (!watch._tokens.IsLive(tokenId))
                    {
                        End();
                    }
                },
                null,
                watch._options.Heartbeat,
                watch._options.Heartbeat);
        }

        public CancellationToken Token => _source.Token;

        // The timer may ring while this is disposed, and nobody would catch what it threw: it would end the program.
        private void End()
        {
            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }

        public void Dispose()
        {
            _timer.Dispose();
            _source.Dispose();
        }
    }

    private readonly TokenLedger _tokens = tokens;
    private readonly StreamOptions _options = options;
    private readonly TimeProvider _clock = clock;
    private readonly CancellationToken _stopping = stopping;
}
