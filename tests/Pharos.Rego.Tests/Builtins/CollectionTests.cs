namespace Pharos.Rego.Tests.Builtins;

public class CollectionTests
{
    [Theory]
    [InlineData("count", "3", "\"a\U0001f600b\"")]
    [InlineData("sum", "6", "[1,2,3]")]
    [InlineData("product", "1", "[]")]
    [InlineData("max", "undefined", "[]")]
    [InlineData("min", "1", "{\"$set\":[3,1,2]}")]
    [InlineData("sort", "[1, 2, \"a\"]", "[\"a\",2,1]")]
    [InlineData("sum", "eval_type_error sum: operand 1 must be array of numbers but got array containing string", "[1,\"a\"]")]
    [InlineData("union", "{1, 2}", "{\"$set\":[{\"$set\":[1]},{\"$set\":[2]}]}")]
    [InlineData("intersection", "set()", "{\"$set\":[]}")]
    [InlineData("object.keys", "{\"a\", \"b\"}", "{\"b\":1,\"a\":2}")]
    [InlineData("object.union_n", "{\"a\": {\"b\": 1, \"c\": 2}}", "[{\"a\":{\"b\":1}},{\"a\":{\"c\":2}}]")]
    [InlineData("type_name", "\"set\"", "{\"$set\":[]}")]
    public void One_collection(string name, string expected, string argument) => Call.Json(name, argument).ShouldBe(expected);

    [Theory]
    [InlineData("and", "{2}", "{\"$set\":[1,2]}", "{\"$set\":[2,3]}")]
    [InlineData("minus", "{1}", "{\"$set\":[1,2]}", "{\"$set\":[2,3]}")]
    [InlineData("array.concat", "[1, 2]", "[1]", "[2]")]
    [InlineData("object.remove", "{\"b\": 2}", "{\"a\":1,\"b\":2}", "[\"a\"]")]
    [InlineData("object.subset", "true", "[1,2,3,4]", "[2,3]")]
    [InlineData("object.subset", "false", "[1,2,3,4]", "[2,4]")]
    [InlineData("json.filter", "{\"a\": {\"b\": 1}}", "{\"a\":{\"b\":1,\"c\":2},\"d\":3}", "[\"a/b\"]")]
    [InlineData("json.remove", "{\"a\": {\"c\": 2}, \"d\": 3}", "{\"a\":{\"b\":1,\"c\":2},\"d\":3}", "[\"a/b\"]")]
    [InlineData("json.patch", "{\"a\": [1, 2]}", "{\"a\":[1]}", "[{\"op\":\"add\",\"path\":\"/a/-\",\"value\":2}]")]
    [InlineData("json.filter", "{\"a\": []}", "{\"a\":[1,2]}", "[[\"a\",1]]")]
    [InlineData("json.patch", "{\"b\": 2}", "{\"a\":1}", "[{\"op\":\"remove\",\"path\":\"\"},{\"op\":\"add\",\"path\":\"\",\"value\":{\"b\":2}}]")]
    [InlineData("json.patch", "undefined", "{\"a\":1}", "[{\"op\":\"remove\",\"path\":\"\"}]")]
    [InlineData("json.patch", "[1, 3]", "[1,2]", "[{\"op\":\"replace\",\"path\":\"1\",\"value\":3}]")]
    [InlineData("json.patch", "eval_builtin_error json.patch: cannot replace at path [\"a\"]", "{\"$set\":[\"a\"]}", "[{\"op\":\"replace\",\"path\":[\"a\"],\"value\":\"c\"}]")]
    [InlineData("graph.reachable", "{\"a\", \"b\"}", "{\"a\":[\"b\"],\"b\":[\"a\"],\"c\":[]}", "[\"a\"]")]
    [InlineData("internal.member_2", "true", "2", "[1,2]")]
    public void Two_collections(string name, string expected, string left, string right) => Call.Json(name, left, right).ShouldBe(expected);

    [Fact]
    public void Walk_lists_every_path() => Call.Json("walk", "{\"a\":[1]}").ShouldBe("[[[], {\"a\": [1]}], [[\"a\"], [1]], [[\"a\", 0], 1]]");
}
