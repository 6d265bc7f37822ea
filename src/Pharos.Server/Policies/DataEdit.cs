using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Server.Policies;

/// <summary>How a data document is changed.</summary>
internal enum DataEditKind
{
    /// <summary>Set it, and make the objects above it.</summary>
    Put,

    /// <summary>Set it below what is there; in an array, insert.</summary>
    Add,

    /// <summary>Set what is there already.</summary>
    Replace,

    /// <summary>Take it away.</summary>
    Remove,
}

/// <summary>One change of the data.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Path">Where, from the root of the data.</param>
/// <param name="Value">What is put there; null for a removal.</param>
internal sealed record DataEdit(DataEditKind Kind, IReadOnlyList<string> Path, RegoValue? Value)
{
    private string Text => "/" + string.Join('/', Path);

    /// <summary>Applies the change.</summary>
    public (RegoObject? Data, Problem? Problem) Apply(RegoObject data)
    {
        if (Path.Count > 0)
        {
            var (changed, problem) = Apply(data, 0);
            return ((RegoObject?)changed, problem);
        }

        return Kind == DataEditKind.Remove ? (null, new Problem("data.root", "The root of the data cannot be removed."))
            : Value is RegoObject root ? (root, null)
            : (null, new Problem("data.root", "The root of the data must be an object."));
    }

    /// <summary>Finds what stands at a path.</summary>
    public static bool TryFind(RegoObject data, IReadOnlyList<string> path, [NotNullWhen(true)] out RegoValue? found)
    {
        found = data;
        foreach (var part in path)
        {
            if (!TryStep(found, part, out found))
            {
                return false;
            }
        }

        return true;
    }

    private (RegoValue? Changed, Problem? Problem) Apply(RegoValue value, int depth) => value switch
    {
        RegoObject document => ApplyIn(document, depth),
        RegoArray list => ApplyIn(list, depth),
        _ => Kind == DataEditKind.Put
            ? (null, new Problem("data.conflict", $"{Text}: what stands above it is of type {value.KindName} and holds no documents. Remove that first.", StatusCodes.Status404NotFound))
            : NotFound(),
    };

    private (RegoValue? Changed, Problem? Problem) ApplyIn(RegoObject document, int depth)
    {
        var key = RegoString.Of(Path[depth]);
        var isThere = document.TryGet(key, out var member);
        if (depth < Path.Count - 1)
        {
            var below = isThere ? member! : RegoObject.Empty;
            var (inner, problem) = isThere || Kind == DataEditKind.Put ? Apply(below, depth + 1) : NotFound();
            return inner is null ? (null, problem) : (With(document, key, inner), null);
        }

        return !isThere && Kind is DataEditKind.Replace or DataEditKind.Remove ? NotFound() : (With(document, key, Kind == DataEditKind.Remove ? null : Value), null);
    }

    private (RegoValue? Changed, Problem? Problem) ApplyIn(RegoArray list, int depth)
    {
        var isLast = depth == Path.Count - 1;
        var isInsertion = isLast && Kind is DataEditKind.Add or DataEditKind.Put;
        var index = isInsertion && Path[depth] == "-" ? list.Count : IndexOf(Path[depth]);
        if (index is not { } at || at > list.Count || (at == list.Count && !isInsertion))
        {
            return NotFound();
        }

        if (!isLast)
        {
            var (inner, problem) = Apply(list[at], depth + 1);
            return inner is null ? (null, problem) : (RegoArray.From(list.Select((old, i) => i == at ? inner : old)), null);
        }

        var items = list.ToList();
        switch (Kind)
        {
            case DataEditKind.Remove:
                items.RemoveAt(at);
                break;
            case DataEditKind.Replace:
                items[at] = Value!;
                break;
            default:
                items.Insert(at, Value!);
                break;
        }

        return (RegoArray.From(items), null);
    }

    private (RegoValue? Changed, Problem? Problem) NotFound() =>
        (null, new Problem("data.unknown", $"document not found: {Text}", StatusCodes.Status404NotFound));

    private static bool TryStep(RegoValue value, string part, [NotNullWhen(true)] out RegoValue? inner)
    {
        inner = null;
        return value switch
        {
            RegoObject document => document.TryGet(part, out inner),
            RegoArray list => IndexOf(part) is { } index && index < list.Count && (inner = list[index]) is not null,
            _ => false,
        };
    }

    private static int? IndexOf(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static RegoObject With(RegoObject document, RegoString key, RegoValue? value)
    {
        if (value is not null)
        {
            var changed = new RegoObject.Builder(document);
            changed.Set(key, value);
            return changed.Build();
        }

        var rest = new RegoObject.Builder();
        foreach (var (name, member) in document.Where(pair => !pair.Key.Equals(key)))
        {
            rest.Set(name, member);
        }

        return rest.Build();
    }
}
