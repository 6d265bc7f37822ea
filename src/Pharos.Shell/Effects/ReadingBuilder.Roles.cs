using System.Net;

namespace Pharos.Shell.Effects;

/// <summary>What an operand or a value does by its role.</summary>
internal sealed partial class ReadingBuilder
{
    public void Apply(Role role, ShellWord word, bool isOperand = true)
    {
        var text = word.Text;
        if (text.Contains("://", StringComparison.Ordinal))
        {
            Url(text);
        }

        switch (role)
        {
            case Role.None or Role.Command or Role.Assignment:
                break;
            case Role.Read:
                Path(EffectKind.Read, word);
                break;
            case Role.Write:
                Path(EffectKind.Write, word);
                break;
            case Role.Edit:
                Path(EffectKind.Read, word);
                Path(EffectKind.Write, word);
                break;
            case Role.Move:
                Path(EffectKind.Delete, word, reversible: true);
                Path(EffectKind.Read, word);
                break;
            case Role.Delete:
                Path(EffectKind.Delete, word);
                break;
            case Role.List:
                Path(EffectKind.List, word);
                break;
            case Role.Create:
                Path(EffectKind.Write, word, reversible: true);
                break;
            case Role.Convert:
                if (!LooksLikeUrl(text))
                {
                    Path(EffectKind.Read, word);
                    Path(EffectKind.Write, word, possible: true);
                }
                else
                {
                    Add(EffectKind.Download, Known(word), TargetKind.Url, text);
                }

                break;
            case Role.Script or Role.Library:
                HasCode = true;
                Execute(word);
                break;
            case Role.Program:
                Nested([word], Label, extra: true);
                break;
            case Role.Shell:
                Script(word, Label);
                break;
            case Role.Code:
                HasCode = true;
                CodeScanner.Scan(Label, word, this);
                break;
            case Role.Url:
                Add(EffectKind.Network, Known(word), LooksLikeUrl(text) ? TargetKind.Url : TargetKind.Host, text);
                break;
            case Role.Fetch:
                Add(EffectKind.Download, Known(word), TargetKind.Url, text);
                break;
            case Role.UrlOrPath:
                if (LooksLikeUrl(text))
                {
                    Add(EffectKind.Download, Known(word), TargetKind.Url, text);
                }
                else
                {
                    Path(EffectKind.Read, word);
                }

                break;
            case Role.Host:
                Add(EffectKind.Network, Known(word), TargetKind.Host, text);
                break;
            case Role.Bind:
                // Nobody else can connect to the loopback device or to a socket file.
                Add(EffectKind.Listen, word.IsKnown && IsOwnAddress(text) ? Certainty.Possible : Certainty.Certain, TargetKind.Program, Label);
                break;
            case Role.RemoteSource or Role.RemoteTarget:
                Remote(role == Role.RemoteSource, word);
                break;
            case Role.Package:
                Add(EffectKind.Install, Known(word), TargetKind.Package, text);
                break;
            case Role.Folder:
                Directory = word.IsKnown ? PathOf(text) : null;
                break;
            case Role.Process:
                Add(EffectKind.ControlProcess, Known(word), TargetKind.Process, text);
                break;
            case Role.Device:
                Add(EffectKind.WriteDevice, Known(word), TargetKind.Path, PathOf(text));
                break;
            case Role.Guess or Role.GuessWrite:
                if (LooksLikeUrl(text))
                {
                    Add(EffectKind.Network, Known(word), TargetKind.Url, text);
                }
                else if (LooksLikePath(text))
                {
                    Path(role == Role.Guess ? EffectKind.Read : EffectKind.Write, word);
                }

                break;
            case Role.Key:
                Add(EffectKind.Read, Known(word), TargetKind.Path, PathOf(text));
                break;
            default:
                throw new InvalidOperationException($"The role {role} has no meaning.");
        }
    }

    /// <summary>True for <c>localhost</c>, <c>127.…</c>, <c>[::1]</c> and socket files, with or without a scheme before and a port behind.</summary>
    private static bool IsOwnAddress(string address)
    {
        if (address.StartsWith("unix:", StringComparison.Ordinal) || address.StartsWith('/'))
        {
            return true;
        }

        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        var host = scheme < 0 ? address : address[(scheme + 3)..];
        if (host == "::1" || host.StartsWith("[::1]", StringComparison.Ordinal))
        {
            return true;
        }

        var colon = host.IndexOf(':', StringComparison.Ordinal);
        host = colon < 0 ? host : host[..colon];
        return host == "localhost" || (IPAddress.TryParse(host, out var ip) && host.Count(static sign => sign == '.') == 3 && IPAddress.IsLoopback(ip));
    }
}
