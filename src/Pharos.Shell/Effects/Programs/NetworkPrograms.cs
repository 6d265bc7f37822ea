namespace Pharos.Shell.Effects.Programs;

/// <summary>Programs that talk to other machines.</summary>
internal static class NetworkPrograms
{
    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("curl", "fetch*", "-o|--output=write -O|--remote-name!write -J|--remote-header-name --output-dir=folder --create-dirs -d|--data|--data-ascii=none!upload --data-binary=none!upload --data-raw=none!upload --data-urlencode=none!upload --json=none!upload "
            + "-F|--form=none!upload --form-string=none!upload -T|--upload-file=read!upload -X|--request=none -H|--header=none -A|--user-agent=none -e|--referer=none -u|--user=none -b|--cookie=none -c|--cookie-jar=write -x|--proxy=host "
            + "-K|--config=read!exec?? -D|--dump-header=write --trace=write --trace-ascii=write --stderr=write -E|--cert=key --key=key --cacert=read --capath=list -n|--netrc!read? --netrc-file=key -k|--insecure -m|--max-time=none --connect-timeout=none "
            + "--retry=none --retry-delay=none -w|--write-out=none -r|--range=none -C|--continue-at=none --url=fetch --resolve=none -z=none -Q|--quote=none!remote --engine=library --unix-socket=read --limit-rate=none --hsts=write --etag-save=write --etag-compare=read "
            + "-s|--silent -S|--show-error -L|--location -f|--fail -i|--include -I|--head -v|--verbose -g|--globoff -G|--get -N -4 -6 -q -# -p -l -a -j -R -Z -0 -1 -2 -3 --compressed --http* --tls* --ssl* --proto=none --fail-* --no-* --retry-* --progress-bar --parallel --location-trusted --max-redirs=none -U=none --interface=none --ciphers=none")
            { After = Upload },
        new("wget wget2", "fetch*", "-O|--output-document=write -P|--directory-prefix=write -o|--output-file=write -a|--append-output=write -i|--input-file=read --post-data=none!upload --post-file=read!upload --body-data=none!upload --body-file=read!upload --method=none --header=none "
            + "--use-askpass=program -e|--execute=none!exec? --config=read!exec? -U|--user-agent=none -t|--tries=none -T|--timeout=none -w|--wait=none -l|--level=none -A=none -R=none -D=none -X=none -I=none --user=none --password=none --load-cookies=read --save-cookies=write --ca-certificate=read --limit-rate=none -Q=none --referer=none "
            + "-q -v -c -N -r -k -p -m -b -x -H -L -S -nd -nc -nv -np -nH -E -K -4 -6 --no-* --continue --quiet --recursive --mirror --show-progress --spider --background --page-requisites --convert-links --timestamping --https-only --adjust-extension --trust-server-names --content-disposition --random-wait --start-pos=none") { After = Wget },
        new("http https xh xhs httpie", "none*", "-o|--output=write -d|--download!write --session=none -a|--auth=none -f -j --form --json --body --headers -b -h -v -p=none --verify=none --follow --*", "net upload?"),
        new("aria2c axel yt-dlp youtube-dl gallery-dl ftp tftp sftp webtorrent transmission-cli you-get streamlink annie httrack", "guess*", OptionTables.Letters + "-o|-O|--out|--output|--destination|--download-dir|--output-dir=write -d|--dir=write --exec|--exec-before-download=shell -e=shell -c=shell -b|-i|-a|--input-file|--batch-file=read -P=write -f|--format=none -x|--extract-audio --audio-format=none --audio-quality=none -F|--list-formats --write-sub* --sub-lang* --playlist-*=none --yes-playlist --continue --get-urls --get-url --get-title --print=none --download-archive=write --cookies=read!secret? --cookies-from-browser=none!secret --config-location=script --downloader|--external-downloader=program --external-downloader-args=none!exec? --postprocessor-args|--ppa=none!exec? --ffmpeg-location=program --netrc-cmd=shell --plugin-dirs=library --max-speed=none --num-connections=none --search=none --user-agent=none --header=none --referer=none --split=none --max-connection-per-server=none --max-*=none --ftp-user=none --http-user=none --check-certificate=none --on-download-complete|--on-download-start|--on-download-error|--on-bt-download-complete=program --enable-rpc!listen --seed-*=none --select=none --vlc!exec --player|-p=shell --record=write --hls-*=none --blocklist=none --downlimit=none --uplimit=none --encryption-* --new=write --mirrorlinks --mirror --path=write --http-proxy=host --username=none --password=none --embed-* --merge-output-format=none --restrict-filenames --remux-video=none --recode-video=none --simulate --skip-download --dump-json --rate-limit=none --limit-rate=none", "download write?"),
        new("lftp ncftp", "guess*", "-c|-e=shell -f=script -u=none -p=none -d", "net download upload? exec?"),
        new("ssh autossh mosh", "host none*", "-i=key -p=none -l=none -o=none!exec? -F=read -J=host -L=none!listen -R=none!listen -D=none!listen -W=host -E=write -S=none -b=none -c=none -e=none -m=none -B=none -I=library -O=none -Q=none -w=none -N -f -v -q -t -T -A -a -x -X -Y -C -g -n -4 -6 -k -K -y -M -s -G -V", "net") { Traits = Traits.StopAtOperand, After = Ssh },
        new("scp", "remote-source* remote-target", "-i=key -P=none -o=none!exec? -F=read -S=program -J=host -D=program -l=none -c=none -X=none -r -p -q -v -C -3 -B -4 -6 -O -T -A -R"),
        new("sshpass", "command", "-p=none -f=key -e -d=none -P=none -v") { Traits = Traits.StopAtOperand },
        new("ssh-keygen", "none*", "-f=write -t=none -b=none -C=none -N=none -D=library -R=none -F=none -y!secret? -e -i -l -p -q -v -m=none -P=none -E=none -a=none -A -H -B -s=key -I=none -n=none -V=none -Y=none -O=none -r=none -c -L -k -Q -K -U -z=none"),
        new("ssh-copy-id", "host", "-i=read -p=none -o=none -f -n -s", "net remote persist"),
        new("ssh-add ssh-agent ssh-keyscan", "guess*", "", "net?") { Traits = Traits.Harmless },
        new("nc ncat netcat nc.openbsd nc.traditional", "host none*", "-e|--exec=program!exec -c|--sh-exec=shell -l|--listen!listen -k -p=none -s=none -w=none -q=none -x=host -X=none -i=none -I=none -o=write -v -n -z -u -U -4 -6 -t -N -d -C -r -b -h --lua-exec=script --ssl --*", "net upload? download?"),
        new("socat", "", "") { Raw = Socat },
        new("telnet rlogin rsh", "host none*", "", "net upload? download?") { Traits = Traits.ShellEscape | Traits.Harmless },
        new("ping ping6 fping traceroute tracepath mtr dig nslookup host whois drill dog kdig delv arping httping nping hping3 speedtest speedtest-cli fast geoiplookup curlie ipcalc resolvectl dnsrecon dnsenum avahi-browse whatweb wafw00f ike-scan upnpc ntpq ntpdate ipinfo subfinder amass theharvester",
            "none*", OptionTables.Letters + "-f=read --output|-oN=write --input-file=read --wordlist=read --log=write --csv=write --json=write --post=none!upload? --proxy=host -type* -vc -tcp -query* -debug -short -silent -active -passive -all -domain* -d* -TD -S -list -brute -addr -asn -org --mtu --queries=none --aslookup --alive --legend --apple-time --destport=none --flood --icmp --scan --syn --traceroute --dest-port=none --interface=none --numeric --peers --domain=none --share --bytes --precision=none --server-id=none --unit=none --units=none --upload --single-line --nobinary --split", "net"),
        new("nmap masscan zmap rustscan nikto sqlmap wfuzz gobuster ffuf hydra medusa feroxbuster dirb nuclei wpscan kiterunner crackmapexec nxc smbmap enum4linux", "none*", "-a* -b* -c* -d* -f* -g* -h* -i* -j* -k* -l* -m* -n* -p* -q* -r* -s* -t* -u* -v* -w* -x* -y* -z* -A* -B* -C* -D* -E* -F* -G* -H* -J* -K* -L* -M* -O* -P* -R* -S* -T* -U* -V* -W* -X* -Z* --url=none --wordlist=read --ports=none --range=none --top-ports=none --threads=none --addresses=none --batch-size=none --top=none --greppable --script-args=none --traceroute --reason --open --iflist --osscan-guess --randomize-hosts --min-rate=none --max-rate=none --rate=none --script=script -oN=write -oX=write -oG=write -oA=write -o=write -iL=read --interactive!exec", "net exec?") { Traits = Traits.SingleDash },
        new("tcpdump tshark dumpcap ngrep tcpflow", "none*", OptionTables.Letters + "-w=write -z=program -r=read -i=none -c=none -F=read -Y=none -f=none -T=none -e=none -s=none -d=none -a=none -b=none -C=none -G=none -W=none -o=none!exec? -X=none!exec?? -D=none -Z=none --interface=none --list-interfaces --print --immediate-mode --count=none -y=none -E=none -B=none -M=none -V=none", "net secret?"),
        new("ip ifconfig iwconfig route arp netstat ss ethtool iw nmcli networkctl bridge tc brctl rfkill iwlist wpa_cli ifup ifdown dhclient netplan ufw iptables ip6tables nft firewall-cmd arptables ebtables ipset", "none*", "-sf=program -lf=write -pf=write -cf=read -br* -b|-batch=none!exec? -a* -c* -d* -e* -f* -g* -h* -i* -j* -k* -l* -m* -n* -o* -p* -q* -r* -s* -t* -u* -v* -w* -x* -A* -C* -D* -E* -F* -I* -K* -L* -M* -N* -O* -P* -R* -S* -T* -V* -W* -X* -Z* -0 -4 -6 --list* --get* --zone=none --permanent --state --add-* --remove-* --reload --query-* --runtime-to-permanent --panic-* --set-* --change* --append* --delete* --policy* --insert* --flush* --jump=none --protocol=none --dport=none --sport=none --source=none --destination=none --in-interface=none --out-interface=none --match=none --table=none --numeric --line-numbers --new-chain=none --listening --processes --program --kill!control --driver --identify --handle --ask --fields=none --terse --escape --mode=none --colors=none --stateless --echo --file=script --check --statistics --extend --resolve --options --memory --info --summary --no-*") { Traits = Traits.SingleDash, After = SystemPrograms.Net },
        new("openssl", "none*", "") { Raw = OpenSsl },
        new("rclone s3cmd gsutil mc azcopy b2 smbclient croc magic-wormhole wormhole transfer transfersh restic borg duplicity kopia syncthing gdrive dropbox", "guess*", "--password-command=shell --rsh=shell -e=shell -c=none", "net upload? download? remote?") { Traits = Traits.Harmless },
        new("mail mailx sendmail mutt swaks msmtp s-nail mpack", "none*", "-A=read -a=read", "net upload exec?") { Traits = Traits.Harmless },
        new("ngrok cloudflared localtunnel lt bore frpc tailscale zerotier-cli openvpn wg wg-quick openconnect", "none*", "", "net listen? remote?") { Traits = Traits.Harmless },
        new("ab wrk hey vegeta k6 siege", "none*", "-p=read -T=none", "net upload?") { Traits = Traits.Harmless },
    ];

    private static void Upload(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var (option, value) in arguments.Options)
        {
            if (value is not { } word)
            {
                continue;
            }

            var text = word.Text;
            if (option.Key is "-d" or "--data-binary" or "--data-urlencode" or "--json" or "-F")
            {
                var at = text.IndexOf('@');
                at = at < 0 && option.Key == "-F" ? text.IndexOf('<') : at;
                if (at == 0 || at > 0 && option.Key is "-F" or "--data-urlencode")
                {
                    var file = ParsedArguments.Part(word, at + 1);
                    var semicolon = file.Text.IndexOf(';');
                    reading.Path(EffectKind.Read, semicolon < 0 ? file : ShellWord.Known(file.Text[..semicolon], file.Span));
                }
            }
            else if (option.Key == "-X" && text is "POST" or "PUT" or "PATCH" or "DELETE")
            {
                reading.Add(EffectKind.ChangeRemote, Certainty.Certain, TargetKind.Program, reading.Label);
            }
        }

        foreach (var operand in arguments.Operands)
        {
            if (operand.Text.StartsWith("file:", StringComparison.Ordinal))
            {
                reading.Path(EffectKind.Read, ParsedArguments.Part(operand, operand.Text.StartsWith("file://", StringComparison.Ordinal) ? 7 : 5));
            }
        }
    }

    private static void Wget(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (!arguments.Has("-O"))
        {
            reading.Done(SpecNotation.Effects("write~"));
        }
    }

    private static void Ssh(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var (option, value) in arguments.Options)
        {
            if (option.Key == "-o" && value is { } setting && (setting.Text.Contains("Command", StringComparison.OrdinalIgnoreCase) || setting.Text.Contains("Provider", StringComparison.OrdinalIgnoreCase)))
            {
                var at = setting.Text.AsSpan().IndexOfAny('=', ' ');
                if (at > 0)
                {
                    reading.Script(ParsedArguments.Part(setting, at + 1), "ssh " + setting.Text[..at]);
                }
            }
        }

        var operands = arguments.Operands;
        if (operands.Count > 1)
        {
            var text = string.Join(' ', operands.Skip(1).Select(static word => word.Text));
            var known = operands.Skip(1).All(static word => word.IsKnown);
            reading.Script(new ShellWord(text, known, known ? text : "", false, operands[1].Span), "ssh", elsewhere: true);
            reading.Add(EffectKind.ChangeRemote, Certainty.Possible, TargetKind.Host, operands[0].Text);
        }
        else if (operands.Count == 1 && !arguments.Has("-N"))
        {
            reading.RunsStandardInput = true;
        }
    }

    private static void Socat(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        foreach (var word in words)
        {
            var text = word.Text;
            if (text.StartsWith("exec:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("system:", StringComparison.OrdinalIgnoreCase))
            {
                reading.Execute(Certainty.Certain, "socat " + text);
                reading.Script(ParsedArguments.Part(word, text.IndexOf(':') + 1), "socat");
            }
            else if (text.Contains("listen", StringComparison.OrdinalIgnoreCase) || text.Contains("recv", StringComparison.OrdinalIgnoreCase))
            {
                reading.Add(EffectKind.Listen, Certainty.Certain, TargetKind.Host, text);
            }
            else if (!text.StartsWith('-'))
            {
                reading.Add(text.Contains('/') && !text.Contains(':') ? EffectKind.Read : EffectKind.Network, Certainty.Certain, TargetKind.Host, text);
                if (text.Contains(':'))
                {
                    reading.Add(EffectKind.Upload, Certainty.Possible, TargetKind.Host, text);
                }
            }
        }
    }

    private static void OpenSsl(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var next = i + 1 < words.Count ? words[i + 1] : default;
            switch (words[i].Text)
            {
                case "-in" or "-inkey" or "-key" or "-config" or "-CAfile" when next.Text is not null:
                    reading.Apply(Role.Read, next);
                    break;
                case "-out" or "-keyout" or "-writerand" when next.Text is not null:
                    reading.Apply(Role.Write, next);
                    break;
                case "-connect" when next.Text is not null:
                    reading.Apply(Role.Host, next);
                    reading.Add(EffectKind.Upload, Certainty.Possible, TargetKind.Host, next.Text);
                    break;
                case "-engine" or "-provider" or "-provider-path" when next.Text is not null:
                    reading.Execute(next);
                    break;
                case "s_server" or "ocsp":
                    reading.Add(EffectKind.Listen, Certainty.Possible, TargetKind.Program, reading.Label);
                    break;
            }
        }
    }
}
