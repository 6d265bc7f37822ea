using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Regular expressions in Go's syntax, matched in linear time.</summary>
internal static class Regexes
{
    private const int MaxMilliseconds = 250;

    internal static IEnumerable<Builtin> All =>
    [
        new("regex.match", 2, false, IsMatch),
        new("re_match", 2, false, IsMatch),
        new("regex.is_valid", 1, false, static (c, a) => RegoBoolean.Of(a[0] is RegoString p && CompiledRegex.Get(p, out string _) is not null)),
        new("regex.find_n", 3, false, static (c, a) => Find(c, a, static (m, _) => RegoString.Of(m.Value))),
        new("regex.find_all_string_submatch_n", 3, false, static (c, a) => Find(c, a, Groups)),
        new("regex.split", 2, false, Split),
        new("regex.replace", 3, false, Replace),
        new("regex.template_match", 4, false, TemplateMatch),
        new("regex.globs_match", 2, false, static (c, a) => c.Text(a, 1, out string left) && c.Text(a, 2, out string right) ? GlobIntersection.Overlap(c, left, right) : null),
    ];

    private static RegoValue? IsMatch(BuiltinContext context, ReadOnlySpan<RegoValue> arguments) =>
        context.Text(arguments, 1, out _) && context.Text(arguments, 2, out string text) && Compile(context, (RegoString)arguments[0]) is { } regex
            ? IsMatch(context, regex, text)
            : null;

    internal static RegoValue? IsMatch(BuiltinContext context, CompiledRegex regex, string text)
    {
        try
        {
            return RegoBoolean.Of(regex.IsMatch(text));
        }
        catch (Exception e) when (e is RegexMatchTimeoutException or NotSupportedException)
        {
            return TooSlow(context);
        }
    }

    private static RegoValue? Search(BuiltinContext context, CompiledRegex regex, string text, Func<Regex, RegoValue?> search)
    {
        try
        {
            return regex.Search(text, search);
        }
        catch (Exception e) when (e is RegexMatchTimeoutException or NotSupportedException)
        {
            return TooSlow(context);
        }
    }

    private static RegoValue? TooSlow(BuiltinContext context) => context.LimitReached("the expression takes too long on this text");

    private static RegoValue? Find(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, Func<Match, CompiledRegex, RegoValue> show)
    {
        if (!context.Text(arguments, 1, out string pattern) || !context.Text(arguments, 2, out string text)
            || !context.Integer(arguments, 3, out long count) || Compile(context, pattern) is not { } regex)
        {
            return null;
        }

        return Search(context, regex, text, engine => RegoArray.From(Matches(context, engine, text, count).Select(m => show(m, regex))));
    }

    private static RegoValue Groups(Match match, CompiledRegex regex) =>
        RegoArray.From(regex.GroupNames.Select((_, i) => RegoString.Of(match.Groups[i].Value)));

    private static RegoValue? Split(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string pattern) || !context.Text(arguments, 2, out string text) || Compile(context, pattern) is not { } regex)
        {
            return null;
        }

        return Search(context, regex, text, engine =>
        {
            var parts = new List<RegoValue>();
            int start = 0;
            foreach (Match match in Matches(context, engine, text, -1))
            {
                // An empty match at the very start separates nothing.
                if (match.Index + match.Length == 0)
                {
                    continue;
                }

                if (match.Length == 0 && match.Index == text.Length)
                {
                    continue;
                }

                parts.Add(RegoString.Of(text[start..match.Index]));
                start = match.Index + match.Length;
            }

            parts.Add(RegoString.Of(text[start..]));
            return RegoArray.From(parts);
        });
    }

    private static RegoValue? Replace(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text) || !context.Text(arguments, 2, out string pattern)
            || !context.Text(arguments, 3, out string template) || Compile(context, pattern) is not { } regex)
        {
            return null;
        }

        return Search(context, regex, text, engine =>
        {
            var result = new StringBuilder();
            int start = 0;
            foreach (Match match in Matches(context, engine, text, -1))
            {
                result.Append(text, start, match.Index - start);
                Expand(result, template, match, regex);
                start = match.Index + match.Length;
                if (result.Length > context.Limits.MaxText)
                {
                    return context.LimitReached("result exceeds the limit on text length");
                }
            }

            return context.TextResult(result.Append(text, start, text.Length - start).ToString());
        });
    }

    // Go skips an empty match directly behind the previous match; .NET reports it.
    private static IEnumerable<Match> Matches(BuiltinContext context, Regex engine, string text, long count)
    {
        long started = Environment.TickCount64;
        double limitMilliseconds = Math.Max(MaxMilliseconds, engine.MatchTimeout.TotalMilliseconds);
        int last = -1;
        int limit = context.Limits.MaxElements;
        for (Match match = engine.Match(text); match.Success && count != 0 && limit-- > 0; match = match.NextMatch())
        {
            // The engine's own limit is for one match; together they may not take longer than a few of them.
            if (context.Cancellation.IsCancellationRequested || Environment.TickCount64 - started > limitMilliseconds)
            {
                throw new RegexMatchTimeoutException();
            }

            bool insidePair = match.Index > 0 && match.Index < text.Length && match.Length == 0 && char.IsSurrogatePair(text[match.Index - 1], text[match.Index]);
            if ((match.Length == 0 && match.Index == last) || insidePair)
            {
                continue;
            }

            last = match.Index + match.Length;
            count--;
            yield return match;
        }
    }

    private static void Expand(StringBuilder result, string template, Match match, CompiledRegex regex)
    {
        for (int at = 0; at < template.Length;)
        {
            int dollar = template.IndexOf('$', at);
            if (dollar < 0 || dollar + 1 == template.Length)
            {
                result.Append(template, at, template.Length - at);
                return;
            }

            result.Append(template, at, dollar - at);
            at = dollar + 1;
            if (template[at] == '$')
            {
                result.Append('$');
                at++;
                continue;
            }

            bool braced = template[at] == '{';
            int start = braced ? at + 1 : at;
            int end = start;
            while (end < template.Length && (template[end] == '_' || char.IsLetterOrDigit(template[end])))
            {
                end++;
            }

            if (end == start || (braced && (end == template.Length || template[end] != '}')))
            {
                result.Append('$');
                continue;
            }

            string name = template[start..end];
            at = braced ? end + 1 : end;
            int group = GroupOf(name, match, regex);
            if (group >= 0 && group < regex.GroupNames.Count)
            {
                result.Append(match.Groups[group].Value);
            }
        }
    }

    // Of groups that share a name, the one that took part in the match is meant.
    private static int GroupOf(string name, Match match, CompiledRegex regex)
    {
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            return index;
        }

        for (int i = 0; i < regex.GroupNames.Count; i++)
        {
            if (regex.GroupNames[i] == name && match.Groups[i].Success)
            {
                return i;
            }
        }

        return -1;
    }

    private static RegoValue? TemplateMatch(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string template) || !context.Text(arguments, 2, out string text)
            || !context.Text(arguments, 3, out string open) || !context.Text(arguments, 4, out string close))
        {
            return null;
        }

        // The lengths are of the UTF-8 form, and the second message names the first delimiter's, as OPA's does.
        int length = Encoding.UTF8.GetByteCount(open);
        if (length != 1 || Encoding.UTF8.GetByteCount(close) != 1)
        {
            return context.Failure($"{(length != 1 ? "start" : "end")} delimiter has to be exactly one character long but is {length} long");
        }

        var pattern = new StringBuilder("^");
        for (int at = 0; at < template.Length;)
        {
            int start = template.IndexOf(open[0], at);
            int end = start < 0 ? -1 : ClosingDelimiter(template, start, open[0], close[0]);
            if (end < 0 && (start >= 0 || template.IndexOf(close[0], at) >= 0))
            {
                return context.Failure($"unbalanced braces in {RegoString.Of(template)}");
            }

            int stop = start < 0 ? template.Length : start;
            pattern.Append("\\Q").Append(template[at..stop].Replace("\\E", "\\E\\\\E\\Q", StringComparison.Ordinal)).Append("\\E");
            if (start >= 0)
            {
                // Each part must be an expression of its own: parts that only balance together would reach into each other.
                string part = template[(start + 1)..end];
                if (Compile(context, "^" + part + "$") is null)
                {
                    return null;
                }

                pattern.Append('(').Append(part).Append(')');
                at = end + 1;
            }
            else
            {
                at = template.Length;
            }
        }

        return Compile(context, pattern.Append('$').ToString()) is { } regex
            ? IsMatch(context, regex, text)
            : null;
    }

    private static int ClosingDelimiter(string template, int start, char open, char close)
    {
        int depth = 0;
        for (int i = start; i < template.Length; i++)
        {
            depth += template[i] == open ? 1 : template[i] == close ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static CompiledRegex? Compile(BuiltinContext context, string pattern) => Compile(context, RegoString.Of(pattern));

    private static CompiledRegex? Compile(BuiltinContext context, RegoString pattern) =>
        Reported(context, CompiledRegex.Get(pattern, out string error), error);

    private static CompiledRegex? Reported(BuiltinContext context, CompiledRegex? regex, string error)
    {
        if (regex is null)
        {
            context.Failure(error);
        }

        return regex;
    }
}
