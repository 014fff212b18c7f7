/** Windows PowerShell drops empty arguments, hence \`--new-word\`. */
export const powershellScript = `# PowerShell completion for akrelay; load it with: akrelay completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName akrelay -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object { if ($_.Value -is [string]) { $_.Value } else { $_.Extent.Text } })
    $flags = @()
    if ($wordToComplete -eq '') { $flags = @('--new-word') }
    $lines = @(akrelay completion suggest @flags '--' @words 2>$null)
    foreach ($line in $lines) {
        if ($line -eq ':files') { continue }
        $word, $about = $line -split "\`t", 2
        if (-not $about) { $about = $word }
        $text = $word
        if ($word -match "[\\s'&|;(){}\`$]") { $text = "'" + $word.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $word, 'ParameterValue', $about)
    }
}
`;
