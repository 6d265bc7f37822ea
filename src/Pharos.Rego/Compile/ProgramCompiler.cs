using Pharos.Rego.Compile.Types;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;

namespace Pharos.Rego.Compile;

/// <summary>What compiling produced: the tree of packages and rules, ready to be evaluated.</summary>
internal sealed record CompiledRules(VirtualNode Root, int Documents, IReadOnlyList<Module> Modules, RuleTree Tree, CompileOptions Options)
{
    public bool IsOptimized => Options.Optimize;
}

/// <summary>Parses modules, merges them, and compiles every rule; complaints of all stages that could run are reported together.</summary>
internal static class ProgramCompiler
{
    public static (CompiledRules? Rules, IReadOnlyList<RegoDiagnostic> Diagnostics) Compile(IReadOnlyList<RegoModule> sources, CompileOptions options)
    {
        var diagnostics = new Diagnostics();
        var modules = new List<Module>();
        foreach (var source in sources)
        {
            var (module, errors) = Parser.ParseModule(source, options);
            if (module is not null)
            {
                modules.Add(module);
            }

            foreach (var error in errors)
            {
                diagnostics.Add(error);
            }
        }

        if (diagnostics.Any)
        {
            return (null, diagnostics.Ordered());
        }

        return Compile(modules, diagnostics, options);
    }

    /// <summary>Compiles modules that were parsed before.</summary>
    public static (CompiledRules? Rules, IReadOnlyList<RegoDiagnostic> Diagnostics) Compile(IReadOnlyList<Module> modules, Diagnostics diagnostics, CompileOptions options)
    {
        var checks = new ModuleCheck(diagnostics, options.Strict);
        foreach (var module in modules)
        {
            checks.Run(module);
        }

        var tree = new RuleTree(modules, options.Builtins, diagnostics);
        var recursion = new RecursionCheck(diagnostics);
        var constancy = new ConstancyCheck();
        var partial = new List<(RuleDocument, RuleCompiler)>();
        var types = new ProgramTypes(tree.Root, diagnostics);
        foreach (var (function, rules) in tree.Functions)
        {
            var compiler = new RuleCompiler(tree.Root, diagnostics, options);
            compiler.Function(function, rules);
            recursion.Add(function, function.Node.FullName, rules[0].Rule.Location, compiler.Dependencies);
            constancy.Add(function, compiler);
            types.Add(function, compiler.Typed, compiler.Dependencies);
        }

        foreach (var (document, rules) in tree.Documents)
        {
            var compiler = new RuleCompiler(tree.Root, diagnostics, options);
            compiler.Document(document, rules);
            recursion.Add(document, document.Node.FullName, rules[0].Rule.Location, compiler.Dependencies);
            constancy.Add(document, compiler);
            if (options.Optimize && document.Kind != DocumentKind.Complete)
            {
                partial.Add((document, compiler));
            }
            types.Add(document, compiler.Typed, compiler.Dependencies);
        }

        recursion.Run();
        types.Run();
        if (diagnostics.Any)
        {
            return (null, diagnostics.Ordered());
        }

        constancy.Run();
        Lookups(partial);
        for (var i = 0; i < tree.Functions.Count; i++)
        {
            var function = tree.Functions[i].Function;
            function.Id = tree.Documents.Count + i;
            function.IsRemembered &= options is { Optimize: true, Instrument: false };
        }

        return (new CompiledRules(tree.Root, tree.Documents.Count + tree.Functions.Count, modules, tree, options), []);
    }

    /// <summary>Plans lookups of single keys for the documents that are asked for them; the plans may ask for others.</summary>
    private static void Lookups(List<(RuleDocument Document, RuleCompiler Compiler)> partial)
    {
        while (partial.FindIndex(p => p.Document.WantsLookups) is >= 0 and var next)
        {
            partial[next].Compiler.Lookups(partial[next].Document);
            partial.RemoveAt(next);
        }
    }
}
