using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Values;

/// <summary>Objects that share their keys are objects like any other.</summary>
public sealed class RegoShapeTests
{
    private static readonly RegoShape Shape = new("b", "a");

    [Fact]
    public void An_object_of_a_shape_equals_one_that_was_built()
    {
        var shaped = Shape.Of(RegoNumber.Of(1), RegoString.Of("x"));

        shaped.ShouldBe(RegoValue.ParseJson("{\"a\":\"x\",\"b\":1}"));
        shaped.ToJson().ShouldBe("{\"a\":\"x\",\"b\":1}");
    }

    [Fact]
    public void A_policy_reads_objects_of_different_shapes_at_one_place()
    {
        var program = Programs.Compile("package test\np := [x.a | some x in input]");
        var other = new RegoShape("a", "c");
        var input = RegoArray.Of(Shape.Of(RegoNumber.Of(1), RegoNumber.Of(2)), other.Of(RegoNumber.Of(3), RegoNumber.Of(4)), RegoValue.ParseJson("{\"a\":5}"), new RegoShape("z").Of(RegoNull.Instance), Shape.Of(RegoNumber.Of(6), RegoNumber.Of(7)));

        Programs.Show(program.Prepare("data.test.p").Evaluate(input)).ShouldBe("[2, 3, 5, 7]");
    }

    [Fact]
    public void A_key_may_be_named_once() => Should.Throw<ArgumentException>(() => new RegoShape("a", "a"));

    [Fact]
    public void Every_key_needs_its_value() => Should.Throw<ArgumentException>(() => Shape.Of(RegoNull.Instance));
}
