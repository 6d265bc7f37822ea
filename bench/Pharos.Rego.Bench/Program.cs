using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Perfolizer.Horology;
using Pharos.Rego.Bench;

// BenchmarkDotNet builds a project of its own for each run; with the analyzers that takes longer than the two minutes it waits.
var config = DefaultConfig.Instance
    .AddJob(Job.Default.WithArguments([new MsBuildArgument("/p:RunAnalyzers=false")]).WithIterationTime(TimeInterval.FromMilliseconds(250)).AsDefault())
    .AddColumn(StatisticColumn.P50, StatisticColumn.P95)
    .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(40))
    .WithBuildTimeout(TimeSpan.FromMinutes(10));
BenchmarkSwitcher.FromAssembly(typeof(EvaluationBenchmarks).Assembly).Run(args, config);
