using System.Text;
using System.Text.Json;
using Pharos.Storage.Lighthouse;

namespace Pharos.Storage.Tests.Lighthouse;

public sealed class MessagePackJsonTests
{
    [Theory]
    [InlineData("00", "0")]
    [InlineData("7f", "127")]
    [InlineData("e0", "-32")]
    [InlineData("ff", "-1")]
    [InlineData("cc ff", "255")]
    [InlineData("cd ffff", "65535")]
    [InlineData("ce ffffffff", "4294967295")]
    [InlineData("cf ffffffffffffffff", "18446744073709551615")]
    [InlineData("d0 80", "-128")]
    [InlineData("d1 8000", "-32768")]
    [InlineData("d2 80000000", "-2147483648")]
    [InlineData("d3 8000000000000000", "-9223372036854775808")]
    [InlineData("ca 3fc00000", "1.5")]
    [InlineData("cb 3ff8000000000000", "1.5")]
    [InlineData("cb 7ff8000000000000", "{\"$float\":\"NaN\"}")]
    [InlineData("c0", "null")]
    [InlineData("c2", "false")]
    [InlineData("c3", "true")]
    [InlineData("a3 616263", "\"abc\"")]
    [InlineData("d9 01 61", "\"a\"")]
    [InlineData("da 0001 61", "\"a\"")]
    [InlineData("db 00000001 61", "\"a\"")]
    [InlineData("c4 02 0102", "{\"$binary\":\"AQI=\"}")]
    [InlineData("d6 ff 00000001", "{\"$ext\":-1,\"data\":\"AAAAAQ==\"}")]
    [InlineData("c7 01 05 09", "{\"$ext\":5,\"data\":\"CQ==\"}")]
    [InlineData("93 01 02 03", "[1,2,3]")]
    [InlineData("dc 0001 01", "[1]")]
    [InlineData("dd 00000000", "[]")]
    [InlineData("82 a161 01 02 c0", "{\"a\":1,\"2\":null}")]
    [InlineData("de 0001 a161 01", "{\"a\":1}")]
    [InlineData("df 00000001 a161 01", "{\"a\":1}")]
    public void A_value_becomes_its_JSON(string packed, string json) =>
        Encoding.UTF8.GetString(MessagePackJson.Read(Hex(packed)).Span).ShouldBe(json);

    [Theory]
    [InlineData("")]
    [InlineData("c1")]
    [InlineData("cd ff")]
    [InlineData("a3 6162")]
    [InlineData("a1 ff")]
    [InlineData("db ffffffff 61")]
    [InlineData("dd ffffffff")]
    [InlineData("df 7fffffff a161")]
    [InlineData("c6 ffffffff")]
    [InlineData("81 c0 01")]
    [InlineData("01 01")]
    public void What_is_cut_or_lies_about_its_length_is_refused(string packed) => Should.Throw<FormatException>(() => MessagePackJson.Read(Hex(packed)));

    [Fact]
    public void Nesting_is_bounded()
    {
        Should.Throw<FormatException>(() => MessagePackJson.Read([.. Enumerable.Repeat((byte)0x91, 100_000), 0xc0]));
        MessagePackJson.Read([.. Enumerable.Repeat((byte)0x91, MessagePackJson.MaximumDepth), 0xc0]).Length.ShouldBeGreaterThan(MessagePackJson.MaximumDepth);
    }

    [Fact]
    public void Any_bytes_end_in_JSON_or_in_a_refusal()
    {
        var random = new Random(1729);
        for (var i = 0; i < 20_000; i++)
        {
            var noise = new byte[random.Next(1, 60)];
            random.NextBytes(noise);
            noise[0] = (byte)(0x80 + random.Next(0x60));
            try
            {
                using var document = JsonDocument.Parse(MessagePackJson.Read(noise), new JsonDocumentOptions { MaxDepth = 200 });
            }
            catch (FormatException)
            {
            }
        }
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));
}
