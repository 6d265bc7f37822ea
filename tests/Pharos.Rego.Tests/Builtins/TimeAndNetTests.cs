namespace Pharos.Rego.Tests.Builtins;

public class TimeAndNetTests
{
    [Theory]
    [InlineData("time.parse_rfc3339_ns", "\"2017-06-02T19:00:00.5-07:00\"", "1496455200500000000")]
    [InlineData("time.date", "1517832000000000001", "[2018, 2, 5]")]
    [InlineData("time.clock", "[1517832000000000001,\"America/New_York\"]", "[7, 0, 0]")]
    [InlineData("time.weekday", "1517832000000000001", "\"Monday\"")]
    [InlineData("time.format", "1517832000000000001", "\"2018-02-05T12:00:00.000000001Z\"")]
    [InlineData("time.format", "[1517832000000000000,\"UTC\",\"Mon Jan _2 15:04:05 2006\"]", "\"Mon Feb  5 12:00:00 2018\"")]
    [InlineData("time.parse_duration_ns", "\"1h30m\"", "5400000000000")]
    [InlineData("time.parse_duration_ns", "\"1d2h\"", "93600000000000")]
    [InlineData("net.cidr_is_valid", "\"10.0.0.0/33\"", "false")]
    [InlineData("net.cidr_expand", "\"10.0.0.0/31\"", "{\"10.0.0.0\", \"10.0.0.1\"}")]
    [InlineData("net.cidr_merge", "[\"10.0.0.0/25\",\"10.0.0.128/25\"]", "{\"10.0.0.0/24\"}")]
    public void One_argument(string name, string argument, string expected) => Call.Json(name, argument).ShouldBe(expected);

    [Theory]
    [InlineData("time.parse_ns", "\"2006-01-02\"", "\"2020-02-30\"", "eval_builtin_error")]
    [InlineData("time.parse_ns", "\"01/02/2006 03:04 PM\"", "\"02/03/2020 11:30 PM\"", "1580772600000000000")]
    [InlineData("time.diff", "1517832000000000000", "1517832061000000000", "[0, 0, 0, 0, 1, 1]")]
    [InlineData("net.cidr_contains", "\"10.0.0.0/8\"", "\"10.1.2.3\"", "true")]
    [InlineData("net.cidr_contains", "\"10.0.0.0/16\"", "\"10.0.0.0/8\"", "false")]
    [InlineData("semver.compare", "\"1.0.0-rc.1\"", "\"1.0.0\"", "-1")]
    public void Two_arguments(string name, string left, string right, string expected) => Call.Json(name, left, right).ShouldStartWith(expected);

    [Fact]
    public void A_day_may_overflow_its_month() => Call.Json("time.add_date", "1517443200000000000", "0", "0", "30").ShouldBe("1520035200000000000");

    [Fact]
    public void Random_numbers_repeat_within_the_bound()
    {
        Call.Json("rand.intn", "\"a\"", "10").ShouldBe(Call.Json("rand.intn", "\"a\"", "10"));
        Call.Json("uuid.rfc4122", "\"a\"").Length.ShouldBe(38);
    }
}
