using Pharos.Rego.Syntax;

namespace Pharos.Rego.Compile;

internal sealed partial class Planner
{
    /// <summary>Above this many unbound variables all are named, because finding the cause takes the square of it.</summary>
    private const int MaxUnsafe = 40;

    private const string UnsafeHint = "nothing gives it a value: assign it, iterate with `some … in`, or make it a string if a constant is meant";

    /// <summary>Names the variables that nothing could bind, and not those that only wait for them.</summary>
    private void ReportUnsafe(List<LiteralNode> remaining, Plan plan)
    {
        var unsafeSlots = new HashSet<int>();
        remaining.ForEach(literal => SlotUse.Slots(literal, unsafeSlots));
        unsafeSlots.ExceptWith(plan.Bound);
        var roots = unsafeSlots.Count > MaxUnsafe ? unsafeSlots : unsafeSlots.Where(slot => !remaining.Exists(Binds(slot))).ToHashSet();
        foreach (var literal in remaining)
        {
            var slots = new HashSet<int>();
            SlotUse.Slots(literal, slots);
            if (unsafeSlots.Count == 0 || roots.Count == 0 || slots.Overlaps(roots))
            {
                slots.IntersectWith(roots.Count == 0 ? unsafeSlots : roots);
                Report(slots, plan, literal.Location);
            }
        }

        Predicate<LiteralNode> Binds(int slot) => literal =>
        {
            var trial = new Plan([.. plan.Bound, .. unsafeSlots.Where(other => other != slot)]);
            return PlanOne(literal, trial) && trial.Bound.Contains(slot);
        };
    }

    private void ReportUnsafe(TermNode term, Plan plan, SourceLocation at)
    {
        var slots = new HashSet<int>();
        SlotUse.Slots(term, slots);
        Report(slots, plan, at);
    }

    private void Report(HashSet<int> slots, Plan plan, SourceLocation at)
    {
        slots.ExceptWith(plan.Bound);
        foreach (var slot in slots)
        {
            var where = resolver.LocationOf(slot) is { File: not null } known ? known : at;
            diagnostics.Add("rego_unsafe_var_error", $"var {resolver.NameOf(slot)} is unsafe", where, UnsafeHint);
        }

        if (slots.Count == 0)
        {
            // The unbound variable is one of a nested body.
            diagnostics.Add("rego_unsafe_var_error", "expression is unsafe", at, UnsafeHint);
        }
    }
}
