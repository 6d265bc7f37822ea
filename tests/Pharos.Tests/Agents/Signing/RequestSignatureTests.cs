using Pharos.Agents.Signing;

namespace Pharos.Tests.Agents.Signing;

public sealed class RequestSignatureTests
{
    private static readonly string Mac = new('a', 64);
    private static readonly string Good = $"t=1767225600,n=AAAAAAAAAAAAAAAA,v1={Mac}";

    [Fact]
    public void A_header_is_read_into_its_three_parts() => RequestSignature.Read(Good).ShouldBe(new RequestSignature(1767225600, "AAAAAAAAAAAAAAAA", Mac));

    public static TheoryData<string> Malformed() =>
    [
        "",
        "t=1767225600",
        $"t=1767225600,n=AAAAAAAAAAAAAAAA,v1={Mac},",
        $"t=1767225600,n=AAAAAAAAAAAAAAAA,v1={Mac},v1={Mac}",
        $" t=1767225600,n=AAAAAAAAAAAAAAAA,v1={Mac}",
        $"t=1767225600, n=AAAAAAAAAAAAAAAA,v1={Mac}",
        $"n=AAAAAAAAAAAAAAAA,t=1767225600,v1={Mac}",
        $"T=1767225600,n=AAAAAAAAAAAAAAAA,v1={Mac}",
        $"t=+1767225600,n=AAAAAAAAAAAAAAAA,v1={Mac}",
        $"t=-1767225600,n=AAAAAAAAAAAAAAAA,v1={Mac}",
        $"t=01767225600,n=AAAAAAAAAAAAAAAA,v1={Mac}",
        $"t=1767225600.0,n=AAAAAAAAAAAAAAAA,v1={Mac}",
        $"t=1767225600\0,n=AAAAAAAAAAAAAAAA,v1={Mac}",
        $"t=999999999999,n=AAAAAAAAAAAAAAAA,v1={Mac}",
        $"t=,n=AAAAAAAAAAAAAAAA,v1={Mac}",
        $"t=1767225600,n=AAAAAAAAAAAAAAA,v1={Mac}",
        $"t=1767225600,n={new string('A', 65)},v1={Mac}",
        $"t=1767225600,n=AAAAAAAAAAAAAAA\n,v1={Mac}",
        $"t=1767225600,n=AAAAAAAAAAAAAAA=,v1={Mac}",
        $"t=1767225600,n=AAAAAAAAAAAAAAAA,v1={Mac[1..]}",
        $"t=1767225600,n=AAAAAAAAAAAAAAAA,v1={Mac}a",
        $"t=1767225600,n=AAAAAAAAAAAAAAAA,v1={Mac.ToUpperInvariant()}",
        $"t=1767225600,n=AAAAAAAAAAAAAAAA,v1={Mac[1..]}g",
        $"t=1767225600,n=AAAAAAAAAAAAAAAA,v0={Mac}",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Another_spelling_is_no_signature(string header) => RequestSignature.Read(header).ShouldBeNull();

    [Theory]
    [InlineData(1)]
    [InlineData(20261121)]
    public void Whatever_is_read_is_written_the_same_and_nothing_makes_the_reader_throw(int seed)
    {
        var chance = new Random(seed);
        var letters = "t=n,v10123456789abcdefAZ-_ \n\0\u00fc\u202e\ud800";
        var read = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var header = Mutated(chance, letters);
            if (RequestSignature.Read(header) is { } signature)
            {
                read++;
                signature.ToString().ShouldBe(header, $"seed {seed}, round {round}");
                signature.Time.ShouldBeInRange(1, 99_999_999_999);
            }
        }

        read.ShouldBeGreaterThan(100, $"seed {seed}: the walk must also meet what can be read");
    }

    private static string Mutated(Random chance, string letters)
    {
        var header = chance.Next(8) == 0 ? new string([.. Enumerable.Range(0, chance.Next(200)).Select(_ => letters[chance.Next(letters.Length)])]) : Good;
        for (var change = chance.Next(4); change > 0; change--)
        {
            var at = chance.Next(header.Length + 1);
            header = chance.Next(3) switch
            {
                0 => header.Insert(at, letters[chance.Next(letters.Length)].ToString()),
                1 when at < header.Length => header.Remove(at, 1),
                _ when at < header.Length => $"{header[..at]}{letters[chance.Next(letters.Length)]}{header[(at + 1)..]}",
                _ => header,
            };
        }

        return header;
    }
}
