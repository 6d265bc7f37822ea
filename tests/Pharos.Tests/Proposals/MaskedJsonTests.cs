using System.Text;
using System.Text.Json;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Tests.Proposals;

public sealed class MaskedJsonTests
{
    [Theory]
    [InlineData("password")]
    [InlineData("PGPASSWORD")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("client_secret")]
    [InlineData("apiKey")]
    [InlineData("access_token")]
    public void A_value_whose_name_says_that_it_is_secret_is_hidden(string name) =>
        Write(RegoObject.Of(("input", RegoObject.Of((name, RegoString.Of("hunter2")))))).ShouldNotContain("hunter2");

    [Theory]
    [InlineData("command")]
    [InlineData("file_path")]
    [InlineData("cwd")]
    [InlineData("OLDPWD")]
    [InlineData("tokens")]
    public void Other_values_stay(string name) => Write(RegoObject.Of((name, RegoString.Of("hunter2")))).ShouldContain("hunter2");

    [Fact]
    public void A_reference_to_a_secret_stays_because_it_is_the_harmless_spelling() =>
        Write(RegoObject.Of(("password", RegoString.Of("$DB_PASSWORD")))).ShouldContain("$DB_PASSWORD");

    private static string Write(RegoValue value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            MaskedJson.Write(writer, value);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
