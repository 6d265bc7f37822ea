using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;

namespace Pharos.Rego.Compile;

/// <summary>A rule, the module it stands in, the place of its head's fixed path, and the part of its head behind that.</summary>
internal sealed record RuleSource(Rule Rule, ModuleScope Scope, VirtualNode Node, IReadOnlyList<Term> Dynamic);
