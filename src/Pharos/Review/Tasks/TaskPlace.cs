using System.Globalization;

namespace Pharos.Review.Tasks;

/// <summary>
/// A place in the list of tasks: the open ones, what matters most and waits longest first, then the closed ones, the latest first. It is made of what a task is sorted by and not of
/// the task, so that a list goes on behind it also when the task has moved meanwhile.
/// </summary>
/// <param name="IsClosed">Whether it is among the closed ones.</param>
/// <param name="Rank">How much it matters: the smaller, the more. 0 among the closed ones.</param>
/// <param name="At">When it was asked for, or closed.</param>
/// <param name="Id">Which.</param>
public readonly record struct TaskPlace(bool IsClosed, int Rank, DateTimeOffset At, Guid Id)
{
    /// <summary>Where a task stands.</summary>
    public static TaskPlace Of(TaskItem item) => item.IsClosed
        ? new TaskPlace(true, 0, item.ClosedAt ?? item.RequestedAt, item.Id)
        : new TaskPlace(false, -(int)item.Request.Priority, item.RequestedAt, item.Id);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string? text, out TaskPlace place)
    {
        place = default;
        if (text?.Split('-') is not [var sort, var ticksText, var idText]
            || (sort != "closed" && !(TaskPriorities.TryParse(sort, out _)))
            || !long.TryParse(ticksText, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks)
            || ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks
            || !Guid.TryParseExact(idText, "N", out var id))
        {
            return false;
        }

        _ = TaskPriorities.TryParse(sort, out var priority);
        place = new TaskPlace(sort == "closed", sort == "closed" ? 0 : -(int)priority, new DateTimeOffset(ticks, TimeSpan.Zero), id);
        return true;
    }

    /// <summary>As it stands in a URL.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsClosed ? "closed" : TaskPriorities.NameOf((TaskPriority)(-Rank)))}-{At.UtcTicks:x}-{Id:N}");
}
