using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Rego.Values;

namespace Pharos.Cli.Policies;

/// <summary>Shows why the server refused policies.</summary>
internal static class PolicyRefusal
{
    /// <summary>Reports the refusal with every problem.</summary>
    /// <returns>The exit code <see cref="ExitCode.Failed"/>.</returns>
    public static int Report(CommandCall call, ServerReply reply)
    {
        foreach (var problem in reply.Body.ItemsOf("problems"))
        {
            var place = problem.TextOf("file") is { } file ? problem.TextOf("row") is { } row and not "0" ? $"{file}:{row}: " : $"{file}: " : "";
            call.Error.WriteLine($"{place}{problem.TextOf("code")}: {problem.TextOf("message")}");
        }

        if (!call.IsJson || !reply.Body.ItemsOf("problems").Any())
        {
            return call.Fail(reply.Code, reply.Message);
        }

        call.Error.WriteLine($"pharos: {reply.Message} ({reply.Code})");
        call.Output.WriteLine(RegoObject.Of(
            ("error", RegoObject.Of(("code", RegoString.Of(reply.Code)), ("message", RegoString.Of(reply.Message)))),
            ("problems", RegoArray.From(reply.Body.ItemsOf("problems")))).ToJson());
        return ExitCode.Failed;
    }
}
