using System.Text.RegularExpressions;

namespace Pharos.Review.Collaborations;

/// <summary>What a session may hold; it is held in memory as a whole while it is worked on, so all of it is bounded.</summary>
public static partial class CollaborationLimits
{
    /// <summary>Most participants, those included who left.</summary>
    public const int Participants = 16;

    /// <summary>Most messages.</summary>
    public const int Messages = 1000;

    /// <summary>Most suggestions.</summary>
    public const int Suggestions = 200;

    /// <summary>Most versions of one suggestion.</summary>
    public const int Revisions = 20;

    /// <summary>Most proposals that name one suggestion.</summary>
    public const int ProposalsPerSuggestion = 20;

    /// <summary>Most decisions.</summary>
    public const int Decisions = 200;

    /// <summary>Most references to attached context.</summary>
    public const int Contexts = 64;

    /// <summary>Most events of a session; what ends it comes on top.</summary>
    public const int Events = 4000;

    /// <summary>Most bytes of everything that is recorded of a session, attached texts aside.</summary>
    public const int Bytes = 4 * 1024 * 1024;

    /// <summary>Longest objective, in characters.</summary>
    public const int ObjectiveCharacters = 2000;

    /// <summary>Longest message, reason, decision or summary, in characters.</summary>
    public const int MessageCharacters = 8000;

    /// <summary>Longest text or difference of a suggestion, in characters.</summary>
    public const int SuggestionCharacters = 64 * 1024;

    /// <summary>Largest attached context in bytes of UTF-8.</summary>
    public const int ContextBytes = 1024 * 1024;

    /// <summary>Longest path, in characters.</summary>
    public const int PathCharacters = 4096;

    /// <summary>Most capabilities that are asked for.</summary>
    public const int Capabilities = 16;

    /// <summary>Longest life of attached context.</summary>
    public static readonly TimeSpan ContextLifetime = TimeSpan.FromDays(7);

    /// <summary>What a name of a kind, a role or a capability looks like, for messages.</summary>
    public const string NameForm = "1 to 64 lower-case letters, digits and . _ -, a letter or a digit first";

    /// <summary>Whether a text may name a kind, a role or a capability.</summary>
    public static bool IsName(string? name) => name is not null && Name().IsMatch(name);

    /// <summary>Whether a text names a media type, such as <c>text/x-csharp</c>.</summary>
    public static bool IsMediaType(string? text) => text is not null && MediaType().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._\-]{0,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z]{1,32}/[a-z0-9][a-z0-9.+\-]{0,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex MediaType();
}
