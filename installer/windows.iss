; Inno Setup: makes dist\shopdesk-setup.exe from the frozen folder that installer\shopdesk.spec made in dist\shopdesk.
;   .venv\Scripts\python -m PyInstaller --noconfirm installer\shopdesk.spec
;   iscc /DVersion=0.1.0 installer\windows.iss
#ifndef Version
  #define Version "0.1.0"
#endif

[Setup]
AppId=org.shopdesk.shopdesk
AppName=shopdesk
AppVersion={#Version}
AppPublisher=The shopdesk authors
LicenseFile=..\LICENSE
DefaultDirName={autopf}\shopdesk
DefaultGroupName=shopdesk
; One person may install it for themselves.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesInstallIn64BitMode=x64compatible
OutputDir=..\dist
OutputBaseFilename=shopdesk-setup
Compression=lzma2
SolidCompression=yes

[Files]
Source: "..\dist\shopdesk\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\shopdesk"; Filename: "{app}\shopdesk-window.exe"
Name: "{autodesktop}\shopdesk"; Filename: "{app}\shopdesk-window.exe"; Tasks: desktop

[Tasks]
Name: desktop; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Run]
Filename: "{app}\shopdesk-window.exe"; Description: "{cm:LaunchProgram,shopdesk}"; Flags: postinstall nowait skipifsilent
