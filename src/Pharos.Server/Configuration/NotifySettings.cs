using System.Net;
using System.Text;
using Pharos.Agents;
using Pharos.Integrations.Webhooks;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Notices;

namespace Pharos.Server.Configuration;

/// <summary>A person who is told of reviews by a webhook.</summary>
/// <param name="Audience">Which reviews, and when.</param>
/// <param name="Url">The webhook.</param>
/// <param name="Secret">What its requests are signed with.</param>
public sealed record NotifyRecipient(NoticeAudience Audience, Uri Url, WebhookSecret Secret);

/// <summary>A secret, or the file that holds it. Its text shows neither.</summary>
/// <param name="value">The secret; null when it stands in a file.</param>
/// <param name="file">The file, absolute or below the data folder; null when there is none.</param>
public sealed class WebhookSecret(string? value, string? file)
{
    /// <summary>Shortest secret, in characters.</summary>
    public const int MinimumCharacters = 16;

    private const int MaximumFileBytes = 4096;

    /// <summary>The secret's bytes.</summary>
    /// <exception cref="ServerStartException"><c>notify.secret</c>: the file cannot be used.</exception>
    public byte[] Read(DataFolder data)
    {
        if (value is not null)
        {
            return Encoding.UTF8.GetBytes(value);
        }

        var path = Path.Combine(data.Root, file!);
        try
        {
            if ((File.GetUnixFileMode(path) & ~DataFolder.SecretMode) != UnixFileMode.None)
            {
                throw new ServerStartException("notify.secret", $"{path} can be read by others. Make it readable by the server's account only: chmod 600.");
            }

            var text = new FileInfo(path).Length <= MaximumFileBytes ? File.ReadAllText(path).Trim() : "";
            return text.Length >= MinimumCharacters
                ? Encoding.UTF8.GetBytes(text)
                : throw new ServerStartException("notify.secret", $"{path} holds no secret of {MinimumCharacters} characters to {MaximumFileBytes} bytes.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ServerStartException("notify.secret", $"The secret of a webhook cannot be read from {path}: {problem.Message}", problem);
        }
    }
}

/// <summary>Reads who is told of reviews.</summary>
internal static class NotifySettings
{
    private const int MaximumRecipients = 100;
    private const int MaximumLevel = 20;

    public static List<NotifyRecipient> Read(SettingsTree tree)
    {
        var recipients = new List<NotifyRecipient>();
        foreach (var (path, node) in tree.List("notify.recipients"))
        {
            var members = tree.Members(path, node, "name", "webhook", "secretVariable", "secretFile", "minRisk", "kinds", "level", "quietHours");
            var name = members.GetValueOrDefault("name");
            if (!TokenClaims.IsSubject(name) || recipients.Exists(other => other.Audience.Recipient == name) || recipients.Count == MaximumRecipients)
            {
                tree.Report($"{path}.name", name, $"the subject of the recipient's token, once in the list; at most {MaximumRecipients}");
                continue;
            }

            if (UrlOf(tree, path, members) is { } url && SecretOf(tree, path, members) is { } secret)
            {
                recipients.Add(new NotifyRecipient(AudienceOf(tree, path, name!, members), url, secret));
            }
        }

        return recipients;
    }

    private static NoticeAudience AudienceOf(SettingsTree tree, string path, string name, Dictionary<string, string> members)
    {
        var risk = ReviewRisk.Low;
        if (members.TryGetValue("minRisk", out var riskName) && !ReviewRisks.TryParse(riskName, out risk))
        {
            tree.Report($"{path}.minRisk", riskName, "low, medium or high");
        }

        var kinds = members.GetValueOrDefault("kinds", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (Array.Find(kinds, kind => !ProposalKinds.TryParse(kind, out _)) is { } unknown)
        {
            tree.Report($"{path}.kinds", unknown, "kinds of proposals such as \"command, file-write\"");
        }

        var level = 0;
        if (members.TryGetValue("level", out var levelText) && (!int.TryParse(levelText, out level) || level is < 0 or > MaximumLevel))
        {
            tree.Report($"{path}.level", levelText, $"0 (told at once) to {MaximumLevel} (told when it was handed up as often)");
        }

        var quiet = members.TryGetValue("quietHours", out var hours) ? QuietHours.Parse(hours) : null;
        if (hours is not null && quiet is null)
        {
            tree.Report($"{path}.quietHours", hours, QuietHours.Form);
        }

        return new NoticeAudience(WebhookChannel.ChannelName, name) { MinimumRisk = risk, Kinds = kinds, Level = level, Quiet = quiet };
    }

    private static Uri? UrlOf(SettingsTree tree, string path, Dictionary<string, string> members)
    {
        // An address may hold a secret, and so is not printed; without encryption its links would be for anybody on the way.
        var text = members.GetValueOrDefault("webhook");
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback)))
        {
            return url;
        }

        tree.Report($"{path}.webhook", text is null ? null : "(not shown)", "an https address without a password in it, or an http address of this machine");
        return null;
    }

    private static WebhookSecret? SecretOf(SettingsTree tree, string path, Dictionary<string, string> members)
    {
        var (variable, file) = (members.GetValueOrDefault("secretVariable"), members.GetValueOrDefault("secretFile"));
        if ((variable is null) == (file is null) || file is { Length: 0 })
        {
            tree.Report(path, null, "either \"secretVariable\", the name of an environment variable, or \"secretFile\", a file such as keys/ann.secret in the data folder");
            return null;
        }

        if (variable is null)
        {
            return new WebhookSecret(null, file);
        }

        if (tree.Variable(variable) is { Length: >= WebhookSecret.MinimumCharacters } value)
        {
            return new WebhookSecret(value, null);
        }

        tree.Report($"{path}.secretVariable", variable, $"a variable of the environment or of DATA/.env with at least {WebhookSecret.MinimumCharacters} characters");
        return null;
    }
}
