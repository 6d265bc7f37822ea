using System.Security.Cryptography;
using System.Text;
using Pharos.Cli.Connection;
using Pharos.Rego.Values;

namespace Pharos.Cli.Bench.Corpus;

/// <summary>
/// Lines whose label says something else than what they do. Labels are given by source, so some attacks are a plain <c>echo</c> and some ordinary lines format a disk.
/// Lines are named by id and by the hash of their text, because corpora are not part of the project, and an entry must not survive a change of its line.
/// </summary>
internal sealed class WrongLabels
{
    private readonly Dictionary<(string Id, string Hash), WrongLabelKind> _kinds;

    private WrongLabels(Dictionary<(string Id, string Hash), WrongLabelKind> kinds) => _kinds = kinds;

    /// <summary>No line is known to be labelled wrongly.</summary>
    public static WrongLabels None { get; } = new([]);

    /// <summary>How many lines are named.</summary>
    public int Count => _kinds.Count;

    /// <summary>Reads lines <c>{"id","sha256","kind":"harmless|unseen|dangerous","reason"}</c>.</summary>
    /// <exception cref="InvalidDataException">The file is not there or not in the form.</exception>
    public static WrongLabels Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"There is no file {path} with wrong labels.");
        }

        var kinds = new Dictionary<(string, string), WrongLabelKind>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!RegoValue.TryParseJson(Encoding.UTF8.GetBytes(line), out var value, out _) || value is not RegoObject entry
                || entry.TextOf("id") is not { } id || entry.TextOf("sha256") is not { } hash || entry.TextOf("reason") is not { Length: > 0 } || KindOf(entry.TextOf("kind")) is not { } kind)
            {
                throw new InvalidDataException($"{path}:{number} is not {{\"id\",\"sha256\",\"kind\":\"harmless|unseen|dangerous\",\"reason\"}}.");
            }

            if (!kinds.TryAdd((id, hash), kind))
            {
                throw new InvalidDataException($"{path}:{number} names {id} a second time.");
            }
        }

        return new WrongLabels(kinds);
    }

    /// <summary>Why a line's label is wrong; null where nothing is known against it.</summary>
    public WrongLabelKind? Of(CorpusLine line) => _kinds.TryGetValue((line.Id, HashOf(line.Command)), out var kind) ? kind : null;

    /// <summary>The hash that names a command.</summary>
    public static string HashOf(string command) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(command)));

    private static WrongLabelKind? KindOf(string? name) => name switch
    {
        "harmless" => WrongLabelKind.Harmless,
        "unseen" => WrongLabelKind.Unseen,
        "dangerous" => WrongLabelKind.Dangerous,
        _ => null,
    };
}
