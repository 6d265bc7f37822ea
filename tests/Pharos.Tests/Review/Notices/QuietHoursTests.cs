using System.Globalization;
using Pharos.Review.Notices;

namespace Pharos.Tests.Review.Notices;

public sealed class QuietHoursTests
{
    [Theory]
    [InlineData("22:00-07:00 Europe/Berlin", "2026-11-21T20:59:59Z", null)]
    [InlineData("22:00-07:00 Europe/Berlin", "2026-11-21T21:00:00Z", "2026-11-22T06:00:00Z")]
    [InlineData("22:00-07:00 Europe/Berlin", "2026-11-22T05:59:59Z", "2026-11-22T06:00:00Z")]
    [InlineData("22:00-07:00 Europe/Berlin", "2026-11-22T06:00:00Z", null)]
    [InlineData("22:00-07:00 Europe/Berlin", "2026-07-01T20:30:00Z", "2026-07-02T05:00:00Z")]
    [InlineData("12:00-13:00 UTC", "2026-11-21T12:30:00Z", "2026-11-21T13:00:00Z")]
    [InlineData("23:00-02:30 Europe/Berlin", "2026-03-28T23:30:00Z", "2026-03-29T01:00:00Z")]
    public void They_follow_the_wall_clock_of_their_place(string hours, string now, string? end) =>
        QuietHours.Parse(hours)!.EndAfter(At(now)).ShouldBe(end is null ? null : At(end));

    [Theory]
    [InlineData("22:00-07:00")]
    [InlineData("22:00-22:00 UTC")]
    [InlineData("22-7 UTC")]
    [InlineData("24:00-07:00 UTC")]
    [InlineData("22:00-07:00 Europe/Atlantis")]
    [InlineData("")]
    public void What_is_not_understood_is_refused(string hours) => QuietHours.Parse(hours).ShouldBeNull();

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
