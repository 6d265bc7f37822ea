using BenchmarkDotNet.Running;
using Pharos.Rego.Bench;

BenchmarkSwitcher.FromAssembly(typeof(EvaluationBenchmarks).Assembly).Run(args);
