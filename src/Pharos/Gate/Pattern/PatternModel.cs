using System.Collections.Frozen;
using System.Globalization;

namespace Pharos.Gate.Pattern;

/// <summary>
/// A logistic regression over <see cref="PatternFeatures"/>: the sum of the weights of the features that are there, as a probability that somebody harmless wrote
/// the command. Immutable and safe for use by many threads. <c>pharos bench train</c> makes its file.
/// </summary>
public sealed class PatternModel
{
    private const string Resource = "pattern.weights";

    private readonly FrozenDictionary<string, double> _weights;

    private PatternModel(string version, double bias, double threshold, FrozenDictionary<string, double> weights)
    {
        Version = version;
        Bias = bias;
        Threshold = threshold;
        _weights = weights;
    }

    /// <summary>The model of this build.</summary>
    public static PatternModel Shipped { get; } = ReadShipped();

    /// <summary>What its file was made from: the seed and the day of the sources.</summary>
    public string Version { get; }

    /// <summary>The weight of every command.</summary>
    public double Bias { get; }

    /// <summary>The least score that speaks for a command, from 0 to 1; chosen in training on lines that were held out.</summary>
    public double Threshold { get; }

    /// <summary>How many features have a weight.</summary>
    public int Count => _weights.Count;

    /// <summary>Reads a weights file: lines <c>name tab value</c>; <c>version</c>, <c>bias</c> and <c>threshold</c> come first, comments begin with <c>#</c>.</summary>
    /// <exception cref="FormatException">A line is not of that form.</exception>
    public static PatternModel Read(TextReader reader)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        var (version, bias, threshold) = ("", 0.0, 1.0);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var tab = line.LastIndexOf('\t');
            if (tab > 0 && line.AsSpan(0, tab) is "version")
            {
                version = line[(tab + 1)..];
                continue;
            }

            if (tab <= 0 || !double.TryParse(line.AsSpan(tab + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                throw new FormatException($"Line {number} of the weights is not a name, a tab and a number.");
            }

            switch (line[..tab])
            {
                case "bias":
                    bias = value;
                    break;
                case "threshold":
                    threshold = value;
                    break;
                case var name:
                    weights[name] = value;
                    break;
            }
        }

        return new PatternModel(version, bias, threshold, weights.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The probability that the command is harmless, and the features that say most, strongest first.</summary>
    /// <param name="features">What is seen of it.</param>
    /// <param name="explained">At most so many features are named.</param>
    public (double Score, IReadOnlyList<PatternReason> Reasons) Score(IReadOnlyCollection<string> features, int explained)
    {
        var sum = Bias;
        var reasons = new List<PatternReason>();
        foreach (var feature in features)
        {
            if (_weights.TryGetValue(feature, out var weight))
            {
                sum += weight;
                reasons.Add(new PatternReason(feature, weight));
            }
        }

        reasons.Sort(static (left, right) => Math.Abs(right.Weight).CompareTo(Math.Abs(left.Weight)) is not 0 and var order ? order : string.CompareOrdinal(left.Feature, right.Feature));
        return (1 / (1 + Math.Exp(-sum)), reasons.Count <= explained ? reasons : reasons.GetRange(0, explained));
    }

    private static PatternModel ReadShipped()
    {
        using var stream = typeof(PatternModel).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException("The build holds no weights.");
        using var reader = new StreamReader(stream);
        return Read(reader);
    }
}

/// <summary>A feature's part in a score.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Weight">What it adds: above zero speaks for the command.</param>
public readonly record struct PatternReason(string Feature, double Weight);
