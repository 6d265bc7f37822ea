namespace Pharos.Shell.Effects;

/// <summary>Paths as Windows writes them: with a drive, on a share, or in the registry. They are nowhere below the workspace of this machine.</summary>
internal static class WindowsPath
{
    private static readonly string[] Lasting =
    [
        @"\currentversion\run", @"\currentversion\explorer\shell folders", @"\winlogon", @"\currentcontrolset\services", @"\image file execution options", @"\start menu\programs\startup", @"\policies\explorer\run",
        @"\active setup\", @"\appinit_dlls", @"\userinitmprlogonscript", @"\system32\tasks", @"\command processor", @"\inprocserver32", @"\shell\open\command",
    ];

    private static readonly string[] Protective = [@"\windows defender", @"\policies\system", @"\windows\system\audit", @"\eventlog", @"\amsi", @"\firewallpolicy", @"\scriptblocklogging", @"\lsa", @"\winevt\logs"];

    private static readonly string[] Private = [@"\config\sam", @"\config\system", @"\config\security", @"\ntds.dit", @"hklm\sam", @"hklm:\sam", @"hklm\security", @"\.ssh\", @"\login data", @"\credentials\", @"\protect\", @"unattend.xml", @"\.aws\", @"\cookies"];

    public static bool Is(string text) =>
        text.Length > 2 && (char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] is '\\' or '/' || text[0] == '\\' && text[1] == '\\' || IsRegistry(text) || text[0] == '%' && text.IndexOf('%', 1) > 1);

    public static bool IsRegistry(string text) =>
        text.StartsWith("registry::", StringComparison.OrdinalIgnoreCase)
        || text.Length > 3 && text[0] is 'H' or 'h' && text[1] is 'K' or 'k' && (text.IndexOf('\\') is > 3 and < 24 || text.IndexOf(':') is 4 or 3);

    /// <summary>What runs by itself later.</summary>
    public static bool IsLasting(string text) => Holds(text, Lasting);

    /// <summary>Settings that protect the machine.</summary>
    public static bool IsProtective(string text) => Holds(text, Protective);

    /// <summary>Stores of credentials.</summary>
    public static bool IsPrivate(string text) => Holds(text, Private);

    private static bool Holds(string text, string[] parts)
    {
        var path = text.Replace('/', '\\');
        foreach (var part in parts)
        {
            if (path.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
