using Pharos.Gate.Pattern;

namespace Pharos.Cli.Bench;

/// <summary>A line to learn from.</summary>
/// <param name="Features">What the model sees of it.</param>
/// <param name="IsHarmless">What its source says.</param>
/// <param name="MaySpeak">True where the pattern tier would be asked: no policy has an opinion, and everything can be undone.</param>
/// <param name="Fold">Which fifth it belongs to; lines of one program share it, so that a model is never tried on a program it has seen.</param>
internal sealed record PatternExample(IReadOnlyCollection<string> Features, bool IsHarmless, bool MaySpeak, int Fold);

/// <summary>Learns the weights of <see cref="PatternModel"/>: logistic regression by seeded stochastic descent with steps that shrink for each feature (Adagrad).</summary>
/// <param name="seed">Decides the order of the lines, and nothing else is left to chance.</param>
internal sealed class PatternTraining(int seed)
{
    /// <summary>Lines are split into so many parts to try each model on what it has not seen.</summary>
    public const int Folds = 5;

    private const int Rounds = 12;
    private const double Step = 0.3;

    // Pulls weights of rare features to zero; found by the held-out loss at 1e-5, 1e-4 and 1e-3.
    private const double Decay = 1e-4;

    // A feature that stands in fewer lines than this is a name, not a pattern.
    private const int LeastLines = 4;

    private const double LeastWeight = 0.05;

    /// <summary>Learns from every example.</summary>
    /// <returns>The bias and the weights.</returns>
    public (double Bias, IReadOnlyDictionary<string, double> Weights) Learn(IReadOnlyList<PatternExample> examples, CancellationToken cancellationToken)
    {
        var names = Vocabulary(examples);
        var lines = examples.Select(example => (Features: example.Features.Where(names.ContainsKey).Select(name => names[name]).ToArray(), example.IsHarmless)).ToArray();

        // There are forty harmless lines for each attack; both classes weigh the same.
        var harmless = lines.Count(static line => line.IsHarmless);
        var weightOfAttack = (double)harmless / Math.Max(1, lines.Length - harmless);
        var weights = new double[names.Count];
        var squares = new double[names.Count];
        var (bias, biasSquares) = (0.0, 0.0);
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            random.Shuffle(lines);
            foreach (var (features, isHarmless) in lines)
            {
                var sum = bias;
                foreach (var feature in features)
                {
                    sum += weights[feature];
                }

                var error = ((isHarmless ? 1 : 0) - (1 / (1 + Math.Exp(-sum)))) * (isHarmless ? 1 : weightOfAttack);
                biasSquares += error * error;
                bias += Step * error / Math.Sqrt(biasSquares + 1e-8);
                foreach (var feature in features)
                {
                    var gradient = error - (Decay * weights[feature]);
                    squares[feature] += gradient * gradient;
                    weights[feature] += Step * gradient / Math.Sqrt(squares[feature] + 1e-8);
                }
            }
        }

        return (bias, names.Where(name => Math.Abs(weights[name.Value]) >= LeastWeight).ToDictionary(name => name.Key, name => Math.Round(weights[name.Value], 3), StringComparer.Ordinal));
    }

    /// <summary>The score of every example by a model that has not seen its program.</summary>
    public IReadOnlyList<(PatternExample Example, double Score)> HeldOut(IReadOnlyList<PatternExample> examples, CancellationToken cancellationToken)
    {
        var scores = new List<(PatternExample, double)>(examples.Count);
        for (var fold = 0; fold < Folds; fold++)
        {
            var part = fold;
            var (bias, weights) = Learn([.. examples.Where(example => example.Fold != part)], cancellationToken);
            foreach (var example in examples.Where(example => example.Fold == part))
            {
                var sum = bias + example.Features.Sum(feature => weights.GetValueOrDefault(feature));
                scores.Add((example, 1 / (1 + Math.Exp(-sum))));
            }
        }

        return scores;
    }

    private static Dictionary<string, int> Vocabulary(IReadOnlyList<PatternExample> examples)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var feature in examples.SelectMany(static example => example.Features))
        {
            counts[feature] = counts.GetValueOrDefault(feature) + 1;
        }

        return counts.Where(static count => count.Value >= LeastLines)
            .OrderBy(static count => count.Key, StringComparer.Ordinal)
            .Select(static (count, index) => (count.Key, index))
            .ToDictionary(static entry => entry.Key, static entry => entry.index, StringComparer.Ordinal);
    }
}
