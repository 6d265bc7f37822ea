using Pharos.Rego.Bundles;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Bundles;

public sealed class BundlePatchTests
{
    [Theory]
    [InlineData("""{"op":"upsert","path":"/a/b/c","value":1}""", """{"a":{"b":{"c":1},"list":[1,2]}}""")]
    [InlineData("""{"op":"upsert","path":"a/list/0","value":9}""", """{"a":{"list":[9,1,2]}}""")]
    [InlineData("""{"op":"upsert","path":"a/list/-","value":9}""", """{"a":{"list":[1,2,9]}}""")]
    [InlineData("""{"op":"replace","path":"/a/list/1","value":9}""", """{"a":{"list":[1,9]}}""")]
    [InlineData("""{"op":"remove","path":"/a/list/0"}""", """{"a":{"list":[2]}}""")]
    [InlineData("""{"op":"remove","path":"/a/list"}""", """{"a":{}}""")]
    [InlineData("""{"op":"upsert","path":"/a/x~1y~0z","value":true}""", """{"a":{"list":[1,2],"x/y~z":true}}""")]
    public void A_change_applies(string operation, string expected) => Apply(operation).Data!.ToJson().ShouldBe(expected);

    [Theory]
    [InlineData("""{"op":"replace","path":"/a/none","value":1}""")]
    [InlineData("""{"op":"remove","path":"/none"}""")]
    [InlineData("""{"op":"remove","path":"/a/list/2"}""")]
    [InlineData("""{"op":"upsert","path":"/a/list/0/x","value":1}""")]
    public void A_change_of_nothing_applies_not_at_all(string operation)
    {
        var (data, problem) = Apply("""{"op":"upsert","path":"/first","value":1},""" + operation);
        data.ShouldBeNull();
        problem!.Message.ShouldContain("Operation 2");
    }

    [Theory]
    [InlineData("""{"op":"add","path":"/a","value":1}""", "upsert, replace and remove")]
    [InlineData("""{"op":"remove","path":"/"}""", "empty path")]
    [InlineData("""{"op":"remove"}""", "\"op\" and \"path\"")]
    public void A_change_that_makes_no_sense_is_refused(string operation, string why) =>
        Archives.Problems(Archives.Files(("patch.json", $$"""{"data":[{{operation}}]}"""))).Single().Message.ShouldContain(why);

    [Fact]
    public void A_change_outside_the_roots_is_refused() =>
        Archives.Problems(Archives.Files((".manifest", """{"roots":["a"]}"""), ("patch.json", """{"data":[{"op":"remove","path":"/b"}]}"""))).Single().Message.ShouldContain("outside the bundle's roots");

    [Fact]
    public void A_delta_with_modules_is_refused() =>
        Archives.Problems(Archives.Files(("a.rego", "package a"), ("patch.json", """{"data":[]}"""))).Single().Code.ShouldBe("bundle.delta");

    private static (RegoObject? Data, BundleProblem? Problem) Apply(string operations)
    {
        var bundle = Archives.Read(Archives.Files(("patch.json", $$"""{"data":[{{operations}}]}""")));
        return bundle.Patch!.Apply((RegoObject)RegoValue.ParseJson("""{"a":{"list":[1,2]}}"""));
    }
}
