using System.Buffers;

namespace Pharos.Gate.Facts.Texts;

/// <summary>
/// Phrases that speak to a model instead of a reader. A word from a short list opens a window of the text, and only there the forms are tried.
/// </summary>
internal static class SpokenPhrases
{
    private const int WindowBefore = 40;
    private const int WindowBehind = 260;

    private static readonly string[] SecretThings = ["credential", "api key", "access token", "password", "private key", "ssh key", ".env", "environment variables", "secrets"];

    private static readonly SearchValues<string> Openers = SearchValues.Create(
        [
            "ignore", "disregard", "forget", "override", "overrule", "bypass", "supersede", "do not", "don't", "never", "without", "must not", "avoid", "<important", "<system", "</system", "<secret", "<hidden", "<instruction", "<|",
            "[inst]", "[/inst]", "<<sys", "</tool", "<tool result", "<function results", "###", "you are now", "new instructions", "developer mode", "send", "upload", "post", "forward", "exfiltrat", "transmit", "email", "leak", "include",
            "append", "encode", "pass", "read", "cat ", "open", "fetch", "load", "retrieve", "contents of", "instead of", "before using", "before calling", "before invoking", "whenever", "real task", "system prompt", "assistant:",
        ],
        StringComparison.Ordinal);

    /// <summary>All of them, tried in this order.</summary>
    public static IReadOnlyList<SpokenForm> Forms { get; } =
    [
        new("override", true, ["ignore", "disregard", "forget", "override", "overrule", "bypass", "supersede"],
            @"\b(ignore|disregard|forget|override|overrule|bypass|supersede)s?\b[^.]{0,30}\b(previous|prior|earlier|above|preceding|existing|foregoing|system|your|all)\b[^.]{0,20}\b(instructions?|prompts?|rules|guidelines|directives|guardrails|constraints|messages|training)\b"),
        new("override", true, ["you are now ", "your real ", "your new ", "your actual ", "your true ", "new instruction", "new system instruction", "developer mode"],
            @"\b(you are now (in |an? )?(developer|dan|jailbroken|unrestricted|admin|root|god)|your (real|new|actual|true) (task|instructions?|goal|objective) (is|are)\b|new (system )?instructions? ?:|developer mode (is )?(enabled|on\b))"),
        new("secrecy", true, ["do not", "don't", "dont", "never", "must not", "avoid", "without"],
            @"\b(do not|don't|dont|never|must not|avoid|without)\b[^.]{0,20}\b(tell(ing)?|mention(ing)?|inform(ing)?|notify(ing)?|reveal(ing)?|show(ing)?|disclos(e|ing)|alert(ing)?|let(ting)?|say(ing)?|explain(ing)?)\b[^.]{0,40}\b(the )?(user|human|operator|developer|person|anyone)\b"),
        new("role-markup", true, ["<|", "inst]", "sys>>", "</tool", "function results>", "###", "]]"],
            @"<\|(im start|im end|system|user|assistant|endoftext|end of text|start header id)\|?>?|\[/?inst\]|<</?sys>>|</tool ?(result|response|output)s?>|</?function results>|\n? ?(###|\]\]) ?(system|assistant)( prompt| message)? ?:"),
        new("role-markup", false, ["<important", "</important", "<system", "</system", "<secret", "</secret", "<hidden", "</hidden", "<instruction", "</instruction"],
            @"</?(important|system|secret|hidden|instructions?)( [^>]{0,40})?>"),
        new("exfiltration", true, ["conversation", "chat history", "message history", "system prompt", "previous messages"],
            @"\b(send|upload|post|forward|exfiltrate|transmit|e-?mail|leak|include|append|encode|pass)\b[^.]{0,60}\b(conversation|chat history|message history|system prompt|previous messages)\b[^.]{0,80}(https?://|\bto (the|this|my|our)?\b|\bas (the|a|an)?\b|\bin (the|a|this)?\b ?(url|parameter|argument|field|note|sidenote|query|body))"),
        new("exfiltration", true, SecretThings,
            @"\b(send|upload|post|forward|exfiltrate|transmit|e-?mail|leak)\b[^.]{0,60}\b(credentials?|api keys?|access tokens?|passwords?|(private|ssh) keys?|\.env( file)?|environment variables|secrets)\b[^.]{0,40}\bto\b[^.]{0,20}(https?://|@)"),
        new("exfiltration", false, SecretThings,
            @"\b(send|upload|post|forward|exfiltrate|transmit|leak)\b[^.]{0,60}\b(all|every|any|your)\b[^.]{0,30}\b(credentials?|api keys?|access tokens?|passwords?|(private|ssh) keys?|\.env( file)?|environment variables|secrets)\b"),
        new("secret-file", true, ["~/.", "id rsa", "id ed25519", "idrsa", "id-rsa", "/etc/passwd", "/etc/shadow", ".cursor/mcp.json", ".aws/credentials", ".ssh/", ".npmrc", ".git-credentials"],
            @"\b(read|cat|open|fetch|load|retrieve|contents? of)\b[^.]{0,40}(~/\.(ssh|aws|gnupg|config/gh|kube|netrc|docker)|\bid (rsa|ed25519)\b|\bid-?rsa\b|/etc/(passwd|shadow)|\.cursor/mcp\.json|\.aws/credentials|\.ssh/|\.npmrc|\.git-credentials)"),
        new("shadowing", false, [" tool"],
            @"\b(instead of (using |calling )?(the |any )?(other|built-?in|native|existing)[^.]{0,20} tools?\b|(before|when(ever)?|after) (using|calling|invoking) (any|all|every|other|another) (other )?tools?\b)"),
    ];

    /// <summary>The first phrase of each sort.</summary>
    public static void Find(string text, string at, List<TextSign> found)
    {
        var spoken = SpokenText.Of(text);
        var seen = new HashSet<(string, bool)>();
        for (var next = 0; next < spoken.Length && seen.Count < Forms.Count;)
        {
            var opened = spoken.AsSpan(next).IndexOfAny(Openers);
            if (opened < 0)
            {
                return;
            }

            // Windows that touch are one, so that no part of the text is looked into twice.
            var start = Math.Max(0, next + opened - WindowBefore);
            var end = next + opened + WindowBehind;
            for (next += opened + 1; next < end && next < spoken.Length; next++)
            {
                var again = spoken.AsSpan(next, Math.Min(end + WindowBefore, spoken.Length) - next).IndexOfAny(Openers);
                if (again < 0)
                {
                    break;
                }

                next += again;
                end = next + WindowBehind;
            }

            end = Math.Min(end, spoken.Length);
            Try(spoken, start, end, at, seen, found);
            next = Math.Max(next, end);
        }
    }

    private static void Try(string spoken, int start, int end, string at, HashSet<(string, bool)> seen, List<TextSign> found)
    {
        foreach (var form in Forms)
        {
            if (seen.Contains((form.Sign, form.IsCertain)) || form.Find(spoken.AsSpan(start, end - start)) is not (>= 0 and var offset))
            {
                continue;
            }

            seen.Add((form.Sign, form.IsCertain));
            found.Add(new TextSign(form.Sign, at, UnseenCharacters.Around(spoken, start + offset), form.IsCertain));
        }
    }
}
