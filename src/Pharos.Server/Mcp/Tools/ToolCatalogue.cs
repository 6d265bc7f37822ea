using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Rego.Schema;
using Pharos.Rego.Values;
using Pharos.Server.Logging;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools;

/// <summary>The tools by name, and the one boundary of their calls: who may, with arguments that are understood, and every failure as a refusal that says what to do.</summary>
internal sealed class ToolCatalogue
{
    // The patterns of our own definitions, the same for every server of a process. Building one costs milliseconds, so the first argument that it is held against has it built, not the start of the server.
    private static readonly ConcurrentDictionary<string, Lazy<Regex>> Patterns = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<IMcpTool> _tools;
    private readonly Dictionary<string, (IMcpTool Tool, JsonSchema Schema)> _byName;
    private readonly Standing _standing;
    private readonly ILogger<ToolCatalogue> _logger;
    private readonly CancellationToken _stopping;

    public ToolCatalogue(IReadOnlyList<IMcpTool> tools, Standing standing, ILogger<ToolCatalogue> logger, CancellationToken stopping)
    {
        (_tools, _standing, _logger, _stopping) = (tools, standing, logger, stopping);
        _byName = tools.ToDictionary(tool => tool.Definition.Name, tool => (tool, SchemaOf(tool.Definition)), StringComparer.Ordinal);
    }

    /// <summary>What a caller may call.</summary>
    public ListToolsResult ListFor(Caller caller) => new() { Tools = [.. _tools.Where(tool => tool.Access.Permits(caller.Role)).Select(tool => tool.Definition)] };

    /// <summary>Calls a tool.</summary>
    public async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, Admission admission, CancellationToken cancellationToken)
    {
        if (!_byName.TryGetValue(request.Params.Name, out var known) || !known.Tool.Access.Permits(admission.Caller.Role))
        {
            throw new McpProtocolException($"There is no tool \"{Shortened(request.Params.Name)}\" for the role \"{RoleNames.Of(admission.Caller.Role)}\"; tools/list names those there are.", McpErrorCode.InvalidParams);
        }

        var (arguments, wrong) = ToolArguments.Read(request.Params.Arguments, known.Schema);
        if (arguments is null)
        {
            return ToolAnswer.Refuse(wrong!);
        }

        try
        {
            var call = new ToolCall(admission, arguments, request, _stopping);
            return await _standing.RefuseAsync(call.Caller, known.Tool.Act, call.IsSigned, cancellationToken) is { } problem
                ? ToolCall.Refuse(problem)
                : await known.Tool.CallAsync(call, cancellationToken);
        }
        catch (EventLogUnavailableException unavailable)
        {
            return ToolAnswer.Refuse(unavailable.Code, $"The log is away, so nothing was decided or recorded; do not act. {unavailable.Message}");
        }
        catch (Exception bug) when (bug is not (OperationCanceledException or InputRequiredException or McpException))
        {
            _logger.ToolFailed(bug, known.Tool.Definition.Name);
            return ToolAnswer.Refuse(new Problem("server.error", "The server failed; its log says why. Nothing was allowed: do not act.", 500));
        }
    }

    private static JsonSchema SchemaOf(Tool definition)
    {
        var (schema, error) = JsonSchema.Compile(RegoValue.ParseJson(definition.InputSchema.GetRawText()), JsonSchemaDialect.Draft202012, MatcherOf);
        return schema ?? throw new InvalidOperationException($"The input schema of {definition.Name} is none: {error}");
    }

    private static Func<string, bool> MatcherOf(string pattern)
    {
        var regex = Patterns.GetOrAdd(pattern, static pattern => new Lazy<Regex>(() => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)));
        return text => regex.Value.IsMatch(text);
    }

    private static string Shortened(string name) => name.Length <= 64 ? name : name[..64];
}
