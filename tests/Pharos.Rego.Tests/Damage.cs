using System.Diagnostics;
using System.Text;

namespace Pharos.Rego.Tests;

/// <summary>Damages texts from a seed, and measures what reading them costs.</summary>
internal sealed class Damage(int seed, params string[] pieces)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly Random _random = new(seed);

    /// <summary>The text with some of it taken away, repeated, or with pieces put in.</summary>
    public string Of(string text)
    {
        var damaged = new StringBuilder(text);
        for (var edits = _random.Next(1, 6); edits > 0 && damaged.Length > 0; edits--)
        {
            var at = _random.Next(damaged.Length);
            switch (_random.Next(4))
            {
                case 0:
                    damaged.Remove(at, Math.Min(_random.Next(1, 12), damaged.Length - at));
                    break;
                case 1:
                    damaged.Insert(at, pieces[_random.Next(pieces.Length)]);
                    break;
                case 2:
                    damaged[at] = (char)_random.Next(_random.Next(2) == 0 ? 128 : 0x10000);
                    break;
                default:
                    var from = _random.Next(damaged.Length);
                    damaged.Insert(at, damaged.ToString(from, Math.Min(_random.Next(1, 60), damaged.Length - from)));
                    break;
            }
        }

        return damaged.ToString();
    }

    /// <summary>Runs something that must be over soon and leave the memory alone.</summary>
    public static T Bounded<T>(string what, long bytes, Func<T> run)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        var result = run();
        var shown = what.Length > 300 ? what[..300] : what;
        clock.Elapsed.ShouldBeLessThan(Longest, shown);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(bytes, shown);
        return result;
    }
}
