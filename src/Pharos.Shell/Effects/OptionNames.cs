using System.Collections.Frozen;

namespace Pharos.Shell.Effects;

/// <summary>What an option's name alone tells where a program's row does not list it.</summary>
internal static class OptionNames
{
    /// <summary>
    /// Long options that mean the same in every program that has them and neither run, write nor send anything. An option of a program that could
    /// do harm has to stand here or in the program's row; anything else is not known.
    /// </summary>
    private static readonly FrozenSet<string> Common = Set(
        "help version verbose quiet silent debug dry-run dryrun what-if simulate check list all yes assume-yes force force-color color colour no-color no-colour colors plain json yaml xml csv table tree short long "
        + "summary stats recursive help-all watch once first last limit offset count sort reverse max-depth depth width height human-readable human progress no-progress no-input interactive non-interactive "
        + "pretty compact wide raw trace explain diff name names type types filter level log-level loglevel verbosity timeout wait retries retry delay interval since until from to date strict warn warnings no-warnings error errors "
        + "fail-fast keep-going continue-on-error ignore-errors ignore-missing parallel jobs threads workers concurrency max-workers cpu cpus memory seed random-seed tag tags label labels branch revision "
        + "version-sort latest local global user system dev prod production release optional all-features no-default-features features workspace package packages exclude include only skip skip-tests project id "
        + "title description body message comment author owner format output-format style theme language lang locale encoding charset frozen frozen-lockfile locked offline online no-cache cached cache fresh "
        + "quality size scale rotate resize crop duration fps bitrate codec channels rate volume speed start end begin step region zone profile context namespace all-namespaces selector group resource-group "
        + "subscription username port ipv4 ipv6 protocol tcp udp null zero print0 print-zero null-data server servers field fields ask apropos dereference file-or-dir");

    /// <summary>Words in an option's name that stand for code, a program, a destination or settings that hold them.</summary>
    private static readonly FrozenSet<string> Telling = Set(
        "exec execute command cmd shell script scripts eval evaluate expression run runner plugin plugins preload load loader library lib module modules require import init rc rcfile hook hooks pager editor browser "
        + "prog program binary bin interpreter wrapper filter-command checkpoint-action rsh ssh transport proxy proxycommand askpass handler callback on pre post prerun postrun startup "
        + "write save dump outfile outdir dest destination logfile log-file upload send push publish post put data-binary edit inplace in-place replace delete remove unlink move rename overwrite install uninstall "
        + "set unset reset kill signal listen daemon serve server bind suid setuid chroot root config-file conf rules ruleset custom extension extensions engine provider agent");

    /// <summary>
    /// First words of options that leave something out, count it or show it. What follows may still tell of a file that is run or written, so it is looked at too.
    /// </summary>
    private static readonly string[] Narrowing = ["no-", "list-", "show-", "ignore-", "exclude-", "include-", "skip-", "without-", "max-", "min-", "num-", "sort-", "order-", "only-"];

    /// <summary>True for an option that in every program makes it only show something.</summary>
    public static bool IsLook(ReadOnlySpan<char> option) =>
        option is "--help" or "--version" or "--list" or "--info" or "--status" or "--check" or "--dry-run" or "--show" or "--usage" or "--stats" or "--summary" or "-V" or "-h" or "-l";

    /// <summary>True for a long option that is harmless in every program.</summary>
    public static bool IsCommon(ReadOnlySpan<char> option)
    {
        if (!option.StartsWith("--", StringComparison.Ordinal))
        {
            return false;
        }

        var name = Name(option);
        if (CommonLookup.Contains(name))
        {
            return true;
        }

        foreach (var start in Narrowing)
        {
            if (name.StartsWith(start, StringComparison.Ordinal))
            {
                return !Tells(name[start.Length..]);
            }
        }

        return false;
    }

    /// <summary>First words of options by which a program that only reads does less than it would.</summary>
    private static readonly string[] Declining = ["no-", "list-", "show-", "ignore-", "exclude-", "skip-", "without-", "disable-"];

    /// <summary>True when the name says that the option may run, write, send or change something, even in a program that otherwise only reads.</summary>
    public static bool IsTelling(ReadOnlySpan<char> option)
    {
        if (!option.StartsWith("--", StringComparison.Ordinal))
        {
            return false;
        }

        var name = Name(option);
        foreach (var start in Declining)
        {
            if (name.StartsWith(start, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return !CommonLookup.Contains(name) && Tells(name);
    }

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CommonLookup = Common.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> TellingLookup = Telling.GetAlternateLookup<ReadOnlySpan<char>>();

    private static bool Tells(ReadOnlySpan<char> name)
    {
        if (TellingLookup.Contains(name))
        {
            return true;
        }

        foreach (var range in name.Split('-'))
        {
            if (TellingLookup.Contains(name[range]))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> Name(ReadOnlySpan<char> option)
    {
        var equals = option.IndexOf('=');
        return equals < 0 ? option[2..] : option[2..equals];
    }

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
