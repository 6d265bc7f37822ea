namespace Pharos.Health;

/// <summary>How soon somebody must act.</summary>
public enum DiskUrgency
{
    /// <summary>Not in sight.</summary>
    None,

    /// <summary>Full within a day.</summary>
    Day,

    /// <summary>Full within four hours.</summary>
    Hours,
}

/// <summary>
/// Turns outlooks into an alarm that does not flap: it rises with the first outlook below a limit and falls only after ten in a row that are well above it.
/// </summary>
public sealed class DiskAlarm
{
    /// <summary>Outlooks in a row that end an alarm.</summary>
    public const int Calm = 10;

    private const double DayHours = 24;
    private const double FewHours = 4;

    // An outlook wavers by a quarter when a busy hour follows a quiet one.
    private const double Margin = 1.25;

    private int _calm;

    /// <summary>How urgent it is now.</summary>
    public DiskUrgency Urgency { get; private set; }

    /// <summary>Takes the next outlook.</summary>
    /// <param name="hoursToFull">Hours to full; null, not known, changes nothing.</param>
    /// <returns>True when the urgency changed.</returns>
    public bool Take(double? hoursToFull)
    {
        if (hoursToFull is not { } hours)
        {
            return false;
        }

        var now = Of(hours);
        if (now > Urgency)
        {
            Urgency = now;
            _calm = 0;
            return true;
        }

        // Judged as if there were less time than there is.
        var cautious = Of(hours / Margin);
        _calm = cautious < Urgency ? _calm + 1 : 0;
        if (_calm < Calm)
        {
            return false;
        }

        Urgency = cautious;
        _calm = 0;
        return true;
    }

    private static DiskUrgency Of(double hours) => hours < FewHours ? DiskUrgency.Hours : hours < DayHours ? DiskUrgency.Day : DiskUrgency.None;
}
