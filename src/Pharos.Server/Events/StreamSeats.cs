using Microsoft.AspNetCore.Http;
using Pharos.Proposals;

namespace Pharos.Server.Events;

/// <summary>The streams that are open, counted and limited for each token and in all, because each holds a connection that somebody else may need.</summary>
/// <param name="most">Most streams in all.</param>
/// <param name="mostPerToken">Most streams of one token.</param>
internal sealed class StreamSeats(int most, int mostPerToken)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _perToken = [];

    /// <summary>How many streams are open.</summary>
    public int Open { get; private set; }

    /// <summary>Takes a seat, or says why there is none.</summary>
    public (Seat? Seat, Problem? Problem) Take(Guid tokenId)
    {
        lock (_lock)
        {
            var taken = _perToken.GetValueOrDefault(tokenId);
            if (taken >= mostPerToken)
            {
                return (null, new Problem("stream.too-many", $"This token has {taken} streams open; close one first.", StatusCodes.Status429TooManyRequests));
            }

            if (Open >= most)
            {
                return (null, new Problem("stream.full", $"{Open} streams are open, and the server holds no more.", StatusCodes.Status503ServiceUnavailable));
            }

            _perToken[tokenId] = taken + 1;
            Open++;
            return (new Seat(this, tokenId), null);
        }
    }

    private void Leave(Guid tokenId)
    {
        lock (_lock)
        {
            Open--;
            if (--_perToken[tokenId] == 0)
            {
                _perToken.Remove(tokenId);
            }
        }
    }

    /// <summary>One open stream; disposing it gives the seat back.</summary>
    internal sealed class Seat(StreamSeats seats, Guid tokenId) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            {
                seats.Leave(tokenId);
            }
        }
    }
}
