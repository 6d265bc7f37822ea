namespace Pharos.Rego.Tests.Conformance;

/// <summary>
/// The cases of another engine's set that come to something else here, each with the reason: what the language's own implementation does
/// with them, read from its source and its cases.
/// </summary>
internal static class EngineDifferences
{
    private const string Types = "Types are checked when modules are compiled: a call that can never succeed is refused, and with it the module.";
    private const string Strict = "The case asks for strict errors, and this builtin reports one: only where errors are not strict is the rule undefined.";
    private const string Units = "Units are those of the language; unknown ones are errors, and the case asks for strict errors.";
    private const string Recursion = "Rules that need themselves are refused when modules are compiled, even where an input might end the circle.";
    private const string Extension = "The case uses an extension of that engine.";
    private const string Targets = "Targets (`__target__`) are an extension of that engine: here it is a rule like any other.";
    private const string Clock = "The case sets a clock and a limit of that engine: here the time is looked at every 1,024 steps, and the case takes fewer.";

    /// <summary>Cases that want a value and get another, or an error.</summary>
    public static IReadOnlyDictionary<string, string> Values { get; } = Table(
        (Types, "builtins/aggregates/", ["count.yaml: all", "max.yaml: all", "min.yaml: all", "product.yaml: all", "sort.yaml: all", "sum.yaml: all"]),
        (Types, "builtins/arrays/", ["concat.yaml: all", "reverse.yaml: all", "slice.yaml: all"]),
        (Types, "builtins/numbers/", ["abs.yaml: abs", "add.yaml: add", "ceil.yaml: ceil", "div.yaml: div", "floor.yaml: floor", "intn.yaml: undefined"]),
        (Types, "builtins/numbers/", ["mod.yaml: mod", "mod.yaml: undefined", "mul.yaml: mul", "range.yaml: numbers.range", "round.yaml: round", "sub.yaml: sub"]),
        (Types, "builtins/objects/json.patch.yaml: ", ["reject malformed operation and path types"]),
        (Types, "builtins/strings/", ["concat.yaml: undefined-delimiter", "concat.yaml: undefined-collection", "contains.yaml: undefined-string", "contains.yaml: undefined-substring"]),
        (Types, "builtins/strings/", ["endswith.yaml: undefined-string", "endswith.yaml: undefined-substring", "indexof.yaml: undefined-string", "indexof.yaml: undefined-substring"]),
        ("The last rule takes `some` over a rule that is always a boolean, which is refused when it is compiled.", "some/tests.yaml: ", ["array"]),
        (Strict, "builtins/objects/json.patch.yaml: ", ["replacing a set member with a different value is undefined", "array-form path rejects an integral float index"]),
        (Strict, "builtins/objects/json.patch.yaml: ", ["replacing a nested value inside a set member is undefined", "reject negative array index", "reject overflowing array index"]),
        (Strict, "builtins/objects/json.patch.yaml: ", ["reject leading zero array index", "reject dash index for remove", "reject missing operation attribute", "reject missing path attribute"]),
        (Strict, "builtins/objects/json.patch.yaml: ", ["reject missing value attribute", "reject missing from attribute", "reject moving a node into its own child"]),
        (Strict, "builtins/strings/indexof.yaml: ", ["base"]),
        (Strict, "builtins/time/add_date.yaml: ", ["adding-overflowing-years", "subtracting-overflowing-years"]),
        ("A set has no early end: its rule adds a number to a text, which strict errors report.", "loop/basic.yaml: ", ["early return"]),
        ("A function with two values for the same arguments is an error whether errors of builtins are strict or not.", "import/tests.yaml: ", ["overload error does not leak callee module imports"]),
        (Units, "builtins/units/", ["parse.yaml: all", "parse.yaml: b suffix not supported", "parse_bytes.yaml: all"]),
        (Recursion, "target/complex.yaml: target/", ["corner_case_null_and_undefined_handling", "corner_case_circular_references_in_data"]),
        ("A name declared by `some` cannot be assigned with `:=` in the same body.", "target/resource_type_inference.yaml: target/", ["infer_resource_type_nested_condition_not_inferred"]),
        ("Numbers are computed with 64 binary digits and written as short as those allow.", "arithmetic/tests.yaml: ", ["float-precision"]),
        ("Objects come before sets.", "builtins/comparison/tests.yaml: ", ["order"]),
        ("Lower case is taken letter by letter, without the Greek final sigma.", "builtins/strings/lower.yaml: ", ["unicode string"]),
        ("Numbers are formatted as Go does: %f with six digits, %o without a prefix.", "builtins/strings/sprintf.yaml: ", ["numeric formatting"]),
        ("Zeros at the end of a second's fraction are not written.", "builtins/time/format.yaml: ", ["without-timezone-and-format", "with-timezone-and-no-format"]),
        ("The time of an identifier is told for versions 1 and 2 only.", "builtins/uuid/parse.yaml: ", ["others"]),
        ("A rule hides stored data at the same place.", "data/tests.yaml: ", ["overriding refs in data produces no error"]),
        ("An import hides a rule of the same name, as the case itself says of the language.", "import/tests.yaml: ", ["import alias shadowed by rule"]),
        ("The earlier dialect has no `if` unless it is imported.", "refr/keywords_in_refs.yaml: keywords_in_refs/", ["package field"]),
        (Extension, "rego-extensions/or/tests.yaml: ", ["basic", "Azure Policy"]));

    /// <summary>Cases that want an error and get none.</summary>
    public static IReadOnlyDictionary<string, string> Errors { get; } = Table(
        ("A number without a fraction is whole however it is written.", "builtins/numbers/mod.yaml: ", ["integral float too large to convert"]),
        ("The builtin takes any value and is false for what is no text.", "builtins/semver/is_valid.yaml: ", ["semver.compare wrong arg1 type"]),
        ("A verb without an argument is written as Go does: %!d(MISSING).", "builtins/strings/sprintf.yaml: ", ["error cases"]),
        (Clock, "limits/execution_timer.yaml: ", ["engine-configured timer triggers limit error", "global timer limit applies without engine override", "repeated ticks eventually exceed limit"]),
        ("Importing a keyword twice, by itself and with `rego.v1`, does no harm.", "rego.v1/tests.yaml: ", ["conflict future after rego.v1", "conflict rego after future"]),
        (Targets, "target/basic.yaml: target/", ["missing_string_literal", "nonexistent_target", "target_before_imports", "target_after_rule", "multiple_modules_same_target"]),
        (Targets, "target/basic.yaml: target/", ["multiple_modules_different_targets", "multiple_different_effects_same_package", "no_effect_rules_defined", "effect_subpath_should_fail"]),
        (Targets, "target/basic.yaml: target/", ["multiple_subpath_rules_should_fail", "effect_schema_validation_invalid_type", "effect_schema_validation_missing_required_field"]),
        (Targets, "target/basic.yaml: target/", ["effect_schema_validation_enum_constraint", "multiple_targets_different_schemas", "package_validation_error_consistency"]),
        (Targets, "target/complex.yaml: target/", ["complex_schema_validation_failure_detailed"]),
        (Targets, "target/resource_type_inference.yaml: target/", ["infer_resource_type_invalid_schema_error", "infer_resource_type_missing_default_schema_error"]),
        ("A minus sign before a reference takes it from zero.", "unary/tests.yaml: ", ["unary expr on non literals produces an error"]));

    private static Dictionary<string, string> Table(params (string Reason, string Place, string[] Names)[] entries) =>
        entries.SelectMany(entry => entry.Names.Select(name => (Name: entry.Place + name, entry.Reason))).ToDictionary(e => e.Name, e => e.Reason, StringComparer.Ordinal);
}
