using Pharos.Policies;

namespace Pharos.Tests.Policies;

public sealed class PolicyFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-policies-").FullName;

    [Fact]
    public void Data_is_read_from_JSON_and_YAML_at_the_place_of_its_folder()
    {
        Write("data.json", """{"acme":{"owner":"ada"}}""");
        Write("acme/limits/data.yaml", "most: 9\nnames: [a, b]\n");
        Write("acme/teams/data.yml", "platform: true\n");
        Write("acme/notes.yaml", "not: data\n");
        PolicyFolder.Load(_folder).Data.ToString().ShouldBe("""{"acme": {"limits": {"most": 9, "names": ["a", "b"]}, "owner": "ada", "teams": {"platform": true}}}""");
    }

    [Theory]
    [InlineData("data.json", "{", "is not JSON")]
    [InlineData("data.yaml", "a: [1", "is not YAML: yaml: line 1")]
    [InlineData("data.yaml", "[1]", "must hold an object")]
    public void Data_that_cannot_be_read_is_named_with_its_file(string name, string text, string why)
    {
        Write(name, text);
        Should.Throw<InvalidDataException>(() => PolicyFolder.Load(_folder)).Message.ShouldContain($"{name} {why}");
    }

    [Fact]
    public void Data_that_is_not_UTF_8_is_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder, "data.yml"), [(byte)'a', (byte)':', (byte)' ', 0xff]);
        Should.Throw<InvalidDataException>(() => PolicyFolder.Load(_folder)).Message.ShouldContain("data.yml is not UTF-8");
    }

    [Fact]
    public void A_few_lines_of_YAML_that_stand_for_billions_of_values_are_refused()
    {
        var lines = Enumerable.Range(1, 12).Select(level => $"a{level}: &a{level} [{string.Join(',', Enumerable.Repeat($"*a{level - 1}", 9))}]");
        Write("data.yaml", "a0: &a0 [1,1,1,1,1,1,1,1,1]\n" + string.Join('\n', lines));
        Should.Throw<InvalidDataException>(() => PolicyFolder.Load(_folder)).Message.ShouldContain("data.yaml is not YAML");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
