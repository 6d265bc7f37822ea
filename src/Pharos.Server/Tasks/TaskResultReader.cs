using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Review.Tasks;

namespace Pharos.Server.Tasks;

/// <summary>Reads the result that an expert gives, by whichever way it comes: the same is asked of it over HTTP and MCP.</summary>
internal static class TaskResultReader
{
    /// <summary>The result, its texts masked, or what is wrong with it.</summary>
    public static (TaskResult? Result, Problem? Problem) Read(TaskFinishContract body)
    {
        if (body.Output is { } output && Encoding.UTF8.GetByteCount(output.GetRawText()) > TaskOptions.MaximumPayloadBytes)
        {
            return (null, new Problem("task.size", $"\"output\" has at most {TaskOptions.MaximumPayloadBytes} bytes. Refer to what is larger.", StatusCodes.Status413PayloadTooLarge));
        }

        var (masked, error) = (default(JsonElement), default(string));
        if (body.Output is { } given && !MaskedJson.TryOf(given, out masked, out error))
        {
            return (null, new Problem("task.output", $"\"output\" cannot be read: {error}"));
        }

        if (body.Problem?.Length > TaskOptions.MaximumNoteCharacters)
        {
            return (null, new Problem("task.text", $"\"problem\" has at most {TaskOptions.MaximumNoteCharacters} characters."));
        }

        if (body.Reason?.Length > TaskOpinion.MaximumReasonCharacters)
        {
            return (null, new Problem("task.reason", $"\"reason\" has at most {TaskOpinion.MaximumReasonCharacters} characters."));
        }

        TaskOpinion? opinion = null;
        if (body.Verdict is not null)
        {
            // An opinion without a confidence is not one of no confidence: it would be held against what comes as if the opposite had been said for sure.
            if (!OpinionVerdicts.TryParse(body.Verdict, out var verdict) || body.Confidence is not { } confidence)
            {
                return (null, new Problem("task.opinion", "\"verdict\" is approve, reject or abstain, and \"confidence\" a number from 0 to 1 beside it."));
            }

            opinion = new TaskOpinion(verdict, confidence, SecretMask.Mask(body.Reason?.Trim() ?? ""));
        }

        return (new TaskResult
        {
            By = "",
            At = default,
            Output = body.Output is null ? null : masked,
            Opinion = opinion,
            Problem = string.IsNullOrWhiteSpace(body.Problem) ? null : SecretMask.Mask(body.Problem.Trim()),
        }, null);
    }
}
