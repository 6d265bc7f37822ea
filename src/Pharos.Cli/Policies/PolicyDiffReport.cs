using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Rego.Values;
using Spectre.Console;

namespace Pharos.Cli.Policies;

/// <summary>Shows the report of a dry run to people.</summary>
internal static class PolicyDiffReport
{
    private const int ShownNames = 15;

    /// <summary>How many decisions of a report would change, by a name such as <c>changed</c> or <c>loosened</c>.</summary>
    public static long Count(RegoObject report, string name) => long.TryParse(report.TextOf(name), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    /// <summary>Prints it.</summary>
    public static void Print(CommandCall call, RegoObject report)
    {
        var (changed, compared) = (Count(report, "changed"), Count(report, "compared"));
        if (changed > 0)
        {
            PrintTransitions(call, report);
            PrintCounts(call, "Rule that would speak", report.ObjectOf("byRule"));
            PrintCounts(call, "Agent", report.ObjectOf("byAgent"));
            PrintExamples(call, report);
        }

        call.Output.WriteLine(changed == 0 ? $"Nothing would change in {compared} compared decisions." : $"{changed} of {compared} compared decisions would change, {report.TextOf("loosened")} of them to allow.");
        Note(call, report, "otherRule", "would be the same by another rule");
        Note(call, report, "masked", "are not comparable: the record masks a secret that rules saw");
        Note(call, report, "missing", "are not comparable: their record was erased or archived");
        Note(call, report, "fixed", "were made before or after any policy, which no policy changes");
        Note(call, report, "fromMemory", "were repeats from memory and are compared by the facts of the first");
        Note(call, report, "nondeterministic", "rest on time, chance or network; the time was that of the record");
    }

    private static void PrintTransitions(CommandCall call, RegoObject report)
    {
        var table = new Table().AddColumns("Was", "Would be", "Decisions");
        foreach (var item in report.ItemsOf("transitions"))
        {
            table.AddRow(item.TextOf("before") ?? "", item.TextOf("after") ?? "", item.TextOf("count") ?? "");
        }

        call.WriteTable(table);
    }

    private static void PrintCounts(CommandCall call, string column, RegoObject counts)
    {
        var table = new Table().AddColumns(column, "Decisions");
        foreach (var (name, count) in counts.OrderByDescending(pair => ((RegoNumber)pair.Value).ToDouble()).Take(ShownNames))
        {
            table.AddRow(Markup.Escape(((RegoString)name).Value), count.ToJson());
        }

        call.WriteTable(table);
    }

    private static void PrintExamples(CommandCall call, RegoObject report)
    {
        foreach (var item in report.ItemsOf("examples"))
        {
            call.Output.WriteLine(
                $"#{item.TextOf("position")} {item.TextOf("agent")}: {item.TextOf("before")} → {item.TextOf("after")}: {item.TextOf("subject")}\n    was {item.TextOf("beforeRule")}, would be {item.TextOf("afterRule")}: {item.TextOf("afterReason")}");
        }

        call.Output.WriteLine();
    }

    private static void Note(CommandCall call, RegoObject report, string name, string text)
    {
        if (Count(report, name) is > 0 and var count)
        {
            call.Output.WriteLine($"{count} {text}.");
        }
    }
}
